import { z } from 'zod'
import { anchorSchema, ORCHESTRATOR } from '../../model/screen.ts'
import type { Size } from '../layout.ts'
import type { Ui } from './ui.ts'

/** Where a person looked and what was half typed, kept for the next time. */
export const savedViewSchema = z.strictObject({
  focus: z.string(),
  zoom: z.boolean(),
  anchors: z.record(z.string(), anchorSchema),
  head: z.string(),
  tail: z.string(),
  history: z.array(z.string()).max(500),
})
export type SavedView = z.infer<typeof savedViewSchema>

/** The screen at its start. `saved`: what was read from a file, or anything; what is not whole counts as nothing. */
export function initialUi({
  size,
  saved,
  isReplay = false,
}: {
  size: Size
  saved: unknown
  isReplay?: boolean
}): Ui {
  const { data } = savedViewSchema.safeParse(saved)
  return {
    size,
    // There is little to be typed, and one key to stop it.
    mode: isReplay ? 'keys' : 'typing',
    isReplay,
    focus: data?.focus ?? ORCHESTRATOR,
    zoom: data?.zoom ?? false,
    prompt: {
      purpose: 'command',
      head: data?.head ?? '',
      tail: data?.tail ?? '',
      generation: 0,
      completion: null,
      killed: '',
      kept: { head: '', tail: '' },
    },
    history: { lines: data?.history ?? [], at: null, draft: '' },
    anchors: data?.anchors ?? {},
    terminals: {},
    shown: [],
    overlay: null,
    waiting: null,
    searches: {},
    flash: null,
    leaveAskedAt: null,
    host: 'here',
  }
}

/** What to keep. A search that is being typed is not: the command below it is. */
export function savedView({ focus, zoom, anchors, prompt, history }: Ui): SavedView {
  const { head, tail } = prompt.purpose === 'search' ? prompt.kept : prompt
  return { focus, zoom, anchors, head, tail, history: history.lines }
}
