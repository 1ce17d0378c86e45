import type { Theme } from '../theme.ts'
import { chooserOverlay } from './chooser.ts'
import { copyOverlay } from './copy.ts'
import { helpOverlay } from './help.ts'
import type { Model } from './model.ts'
import type { OverlayShape } from './overlay-frame.ts'
import { sheetOverlay } from './sheet.ts'

/** What lies over the panes, or null. It covers the area of the layout, whole. */
export function overlayRows(
  { ui: { overlay }, keys }: Model,
  theme: Theme,
  shape: OverlayShape,
): string[] | null {
  switch (overlay?.kind) {
    case 'help':
      return helpOverlay(keys, overlay.top, theme, shape)
    case 'sheet':
      return sheetOverlay(overlay, theme, shape)
    case 'copy':
      return copyOverlay(overlay, theme, shape)
    case 'chooser':
      return chooserOverlay(overlay, theme, shape)
    default:
      return null
  }
}
