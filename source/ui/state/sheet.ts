import { understand } from '../../commands/understand.ts'
import type { Answer } from '../../model/message.ts'
import { plainText } from '../../text/plain.ts'
import type { Action } from '../keys/action.ts'
import { isEmpty } from './line.ts'
import { lastTop, overlaySpace } from './overlay-space.ts'
import { withShown } from './pane-terminal.ts'
import { done, flashed, streamOf } from './reduced.ts'
import type { Reduced, Sheet, Ui, UiContext, UiEffect } from './ui.ts'

/** A longer answer is read in a sheet of its own; a shorter one the host puts into the pane. */
const SHORT = 12

export function answered(
  ui: Ui,
  { pane, text, answer }: { pane: string; text: string; answer: Answer },
  context: UiContext,
): Reduced {
  if (answer.open && answer.terminal) return opened(ui, answer.open, answer.terminal)
  const effects: UiEffect[] = []
  if (answer.open) effects.push({ type: 'open', folder: answer.open })
  if (answer.quit) effects.push({ type: 'leave' })
  const lines = plainLines(answer.text)
  const understood = context.session && understand(text, streamOf(pane), context.session)
  const name = understood?.ok ? understood.value.command.name : ''
  const look = name === 'diff' || name === 'calls' ? 'diff' : 'text'
  // Without its colours a diff is hard to read, however short it is; a call was asked for to be opened.
  const isPage = look === 'diff' && lines.some((line) => line.startsWith('@@') || isCallHead(line))
  // What the host puts into the pane would stand behind the terminal that it shows.
  if (lines.length <= SHORT && !isPage)
    return done(ui.mode === 'terminal' ? ui : withShown(ui, pane, false), ...effects)
  const title = plainText(text).replaceAll('\n', ' ')
  const top = name === 'calls' ? lastCall(lines, context) : 0
  const waiting: Sheet = { kind: 'sheet', title, lines, look, top, find: null, found: null }
  if (canShow(ui)) return done({ ...ui, waiting }, ...effects)
  const said = flashed({ ...ui, waiting }, `The answer to '${title}' is shown when the line is empty.`)
  return done(said.ui, ...effects)
}

/** Of several calls the newest is the one to look at: it is the last. */
const lastCall = (lines: string[], { layout }: UiContext): number =>
  Math.max(0, Math.min(lines.findLastIndex(isCallHead), lastTop(lines, overlaySpace(layout))))

/** Everything that an agent said is indented, or a line of a diff. */
const isCallHead = (line: string): boolean => /^#\d+ /.test(line)

/** The pane of the stream is the one to look at; unless something else is being done by now. */
function opened(ui: Ui, folder: string, terminal: NonNullable<Answer['terminal']>): Reduced {
  const focus = canShow(ui) ? terminal.stream : ui.focus
  return done({ ...ui, focus }, { type: 'open-terminal', ...terminal, folder })
}

/** Shows the answer that waits. Never over a line that is being typed: the next keys were meant for that. */
export const withWaiting = (ui: Ui): Ui =>
  ui.waiting !== null && canShow(ui) ? { ...ui, overlay: ui.waiting, waiting: null } : ui

const canShow = (ui: Ui): boolean =>
  ui.overlay === null && ui.mode !== 'terminal' && ui.prompt.purpose === 'command' && isEmpty(ui)

/** Answers quote files and output of programs: their text stays, without what a terminal would obey. */
const plainLines = (text: string): string[] =>
  plainText(text.replaceAll('\t', '    '))
    .split('\n')
    .map((line) => line.trimEnd())

const close: Action = {
  name: 'close',
  group: 'text',
  summary: 'closes what is open',
  chords: { sheet: ['escape', 'q', 'enter'], copy: ['escape', 'q'] },
  run: (ui) => done({ ...ui, overlay: null }),
}

export const sheetActions: Action[] = [close]
