import { isText } from '../keys/chord.ts'
import { actionFor, isForwarded } from './action-for.ts'
import { offered } from './chooser.ts'
import { withFocusThere } from './focus.ts'
import { terminalOpened, terminals, withTerminalThere } from './pane-terminal.ts'
import { done, flashed } from './reduced.ts'
import { searched } from './search.ts'
import { answered, withWaiting } from './sheet.ts'
import { insert, paste, submit } from './typing.ts'
import type { Key, Reduced, Ui, UiContext, UiEvent } from './ui.ts'

/** What a key, or news from the host, makes of where a person looks and types. Pure. */
export function reduce(ui: Ui, event: UiEvent, context: UiContext): Reduced {
  const before = withTerminalThere(withFocusThere(ui, context))
  const { ui: after, effects } = reduceEvent(before, event, context)
  return { ui: withWaiting(withTerminalThere(after)), effects }
}

function reduceEvent(ui: Ui, event: UiEvent, context: UiContext): Reduced {
  switch (event.type) {
    case 'pressed':
      return press(ui, event, context)
    case 'sent':
      return ui.mode === 'terminal' ? toTerminal(ui, event.bytes) : done(ui)
    case 'inserted':
      return insert(calm(ui), event.text)
    case 'pasted':
      return ui.mode === 'terminal'
        ? toTerminal(calm(ui), event.bytes ?? event.text, true)
        : paste(calm(ui), event.text)
    case 'submitted':
      return submit(calm(ui), context)
    case 'resized':
      return done({ ...ui, size: event.size })
    case 'answered':
      return answered(ui, event, context)
    case 'anchored':
      return done({ ...ui, anchors: anchorsWith(ui.anchors, event) })
    case 'found':
      return searched(ui, event)
    case 'terminals':
      return terminals(ui, event)
    case 'terminal-opened':
      return terminalOpened(ui, event)
    case 'offered':
      return offered(ui, event.offers)
    case 'host-changed':
      // Which terminals are left, the next host says.
      return done({ ...ui, host: event.host, terminals: {} })
    case 'flashed':
      return done({ ...ui, flash: event.text })
  }
}

type Pressed = Extract<UiEvent, { type: 'pressed' }>

function press(ui: Ui, { key, bytes }: Pressed, context: UiContext): Reduced {
  if (isForwarded(ui, key, context.keys)) return done(ui)
  const action = actionFor(ui, key, context.keys)
  // Two in a row are meant: another key between them takes the first one back.
  if (action) return action.run(action.name === 'clear-or-leave' ? quiet(ui) : calm(ui), context, key)
  if (ui.mode === 'terminal') return toTerminal(calm(ui), bytes)
  if (key.alt && isCommandLine(ui)) {
    const swift = afterEscape(ui, key, context)
    if (swift) return swift
  }
  if (ui.mode === 'keys' && ui.overlay === null && ui.host === 'here' && isText(key))
    return flashed(calm(ui), `'${key.text}' does nothing here: i goes back to typing, ? shows the keys.`)
  return done(calm(ui))
}

const toTerminal = (ui: Ui, text: string, isPaste = false): Reduced =>
  done(ui, { type: 'terminal-input', stream: ui.focus, text, isPaste })

const isCommandLine = ({ overlay, prompt, host }: Ui): boolean =>
  overlay === null && prompt.purpose === 'command' && host === 'here'

/** Escape and a key that came together look like one with Alt: over a slow line, from a script, from quick fingers. */
function afterEscape(ui: Ui, key: Key, context: UiContext): Reduced | null {
  const plain: Key = { ...key, alt: false, text: [...key.name].length === 1 ? key.name : '' }
  const inKeys: Ui = { ...calm(ui), mode: 'keys' }
  return actionFor(inKeys, plain, context.keys)?.run(inKeys, context, plain) ?? null
}

/** What was said for a moment has been seen with the next key. */
const quiet = (ui: Ui): Ui => (ui.flash === null ? ui : { ...ui, flash: null })

const calm = (ui: Ui): Ui => (ui.leaveAskedAt === null ? quiet(ui) : { ...quiet(ui), leaveAskedAt: null })

function anchorsWith(
  { ...anchors }: Ui['anchors'],
  { pane, anchor }: Extract<UiEvent, { type: 'anchored' }>,
): Ui['anchors'] {
  if (anchor) anchors[pane] = anchor
  else delete anchors[pane]
  return anchors
}
