import type { Action } from '../keys/action.ts'
import { isEmpty, withLine } from './line.ts'
import { done, flashed } from './reduced.ts'
import { endSearch } from './search.ts'
import type { Reduced, Ui, UiContext } from './ui.ts'

/** A second Ctrl-C counts for this long, in ms. */
const LEAVE_WINDOW = 2000

const everywhere = (chord: string): Action['chords'] => ({
  typing: [chord],
  keys: [chord],
  sheet: [chord],
  copy: [chord],
  chooser: [chord],
  gone: [chord],
})

const toKeys: Action = {
  name: 'keys-mode',
  group: 'modes',
  summary: 'from typing to keys; ends a search that is being typed',
  chords: { typing: ['escape'] },
  run: (ui) => (ui.prompt.purpose === 'search' ? endSearch(ui) : done({ ...ui, mode: 'keys' })),
}

const toTyping: Action = {
  name: 'typing-mode',
  group: 'modes',
  summary: 'back to typing',
  chords: { keys: ['i', ':', 'enter'] },
  run: (ui) => done({ ...ui, mode: 'typing' }),
}

const help: Action = {
  name: 'help',
  group: 'modes',
  summary: 'shows the keys as they are now',
  chords: { empty: ['?'], keys: ['?'] },
  run: (ui) => done({ ...ui, overlay: { kind: 'help', top: 0 } }),
}

const redraw: Action = {
  name: 'redraw',
  group: 'modes',
  summary: 'draws the screen anew',
  chords: everywhere('ctrl-l'),
  run: (ui) => done(ui, { type: 'redraw' }),
}

const interrupt: Action = {
  name: 'clear-or-leave',
  group: 'leave',
  summary: 'clears the line or closes what is open; on an empty line, twice: leaves, and the work goes on',
  chords: everywhere('ctrl-c'),
  run: clearOrLeave,
}

function clearOrLeave(ui: Ui, { now }: UiContext): Reduced {
  if (ui.prompt.purpose === 'search') return endSearch(ui)
  if (ui.overlay?.kind === 'chooser') return done(ui, { type: 'leave' })
  if (ui.overlay) return done({ ...ui, overlay: null })
  if (!isEmpty(ui)) return done(withLine(ui, '', ''))
  if (ui.host !== 'here') return done(ui, { type: 'leave' })
  if (ui.leaveAskedAt !== null && now - ui.leaveAskedAt <= LEAVE_WINDOW) return done(ui, { type: 'leave' })
  return flashed({ ...ui, leaveAskedAt: now }, 'Ctrl-C again leaves; the work goes on.')
}

const leave: Action = {
  name: 'leave',
  group: 'leave',
  summary: 'leaves; the work goes on',
  chords: { empty: ['ctrl-d'], keys: ['q', 'ctrl-d'], chooser: ['escape', 'q'], gone: ['q', 'ctrl-d'] },
  run: (ui) => done(ui, { type: 'leave' }),
}

const suspend: Action = {
  name: 'suspend',
  group: 'leave',
  summary: 'back to the shell for a while; fg brings the screen back',
  chords: everywhere('ctrl-z'),
  run: (ui) => done(ui, { type: 'suspend' }),
}

const restart: Action = {
  name: 'restart-host',
  group: 'leave',
  summary: 'starts the host again when it is gone',
  chords: { gone: ['enter'] },
  run: (ui) => done(ui, { type: 'restart-host' }),
}

export const modeActions: Action[] = [toKeys, toTyping, help, redraw]
export const leaveActions: Action[] = [interrupt, leave, suspend, restart]
