import type { PlanOffer } from '../state/ui.ts'
import type { Theme } from '../theme.ts'
import { fitLine } from './line.ts'
import { framed, insideOf, type OverlayShape, scrollMark } from './overlay-frame.ts'

/** A file, what it would do, and a blank row. */
const ROWS = 3

/** Plans that were found, and what each would do. Opening one is the person's word, so nothing is picked for them. */
export function chooserOverlay(
  { offers, at }: { offers: PlanOffer[]; at: number },
  theme: Theme,
  shape: OverlayShape,
): string[] {
  const { width, height } = insideOf(shape)
  const room = Math.max(1, Math.floor(height / ROWS))
  const from = Math.max(0, Math.min(at - Math.floor(room / 2), offers.length - room))
  const rows = offers
    .slice(from, from + room)
    .flatMap((offer, index) => offerRows(offer, from + index === at, theme, width))
  const mark = scrollMark(theme, { top: from, seen: Math.min(room, offers.length), total: offers.length })
  return framed(theme, { ...shape, title: 'Which plan?', mark, rows })
}

function offerRows(
  { file, title, summary, canRun }: PlanOffer,
  isPicked: boolean,
  theme: Theme,
  width: number,
): string[] {
  const { focus, dot, bad } = theme.glyphs
  return [
    fitLine(theme, width, {
      left: [
        [isPicked ? `${focus} ` : '  ', 'focus'],
        [file, isPicked ? 'focus' : 'title'],
        [title === '' ? '' : ` ${dot} ${title}`],
      ],
    }),
    fitLine(theme, width, {
      left: canRun
        ? [[`    ${summary}`, 'dim']]
        : [
            [`    ${bad} cannot run: `, 'bad'],
            [summary, 'dim'],
          ],
    }),
    ' '.repeat(width),
  ]
}
