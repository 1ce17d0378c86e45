import { ORCHESTRATOR, type Row } from '../../../../source/model/screen.ts'
import type { Session } from '../../../../source/model/session.ts'
import { actions } from '../../../../source/ui/keys/actions.ts'
import { keyMap } from '../../../../source/ui/keys/key-map.ts'
import type { Layout, PanePlace } from '../../../../source/ui/layout.ts'
import { isForwarded } from '../../../../source/ui/state/action-for.ts'
import { reduce } from '../../../../source/ui/state/reduce.ts'
import { initialUi } from '../../../../source/ui/state/saved-view.ts'
import type { Key, Ui, UiContext, UiEffect, UiEvent } from '../../../../source/ui/state/ui.ts'
import { readySession } from '../../../helpers/session.ts'

/** A client's screen, by value: keys go in as the gate gives them, and what comes out is kept. */

export const SIZE = { columns: 120, rows: 40 }

export const start = initialUi({ size: SIZE, saved: null })

const made = keyMap(actions, {})
if (!made.ok) throw new Error(made.error.message)
export const KEYS = made.value

export const session: Session = readySession([{ telemetry: { days: 2 }, routing: {}, orchestration: {} }])

/** The orchestrator on the left, the streams one below the other on the right. */
export const wide: Layout = {
  kind: 'wide',
  size: SIZE,
  title: { x: 0, y: 0, width: 120, height: 1 },
  area: { x: 0, y: 1, width: 120, height: 36 },
  panes: [
    placed(ORCHESTRATOR, 0, 1, 40, 36),
    placed('telemetry', 40, 1, 80, 18),
    placed('routing', 40, 19, 80, 18),
  ],
  lines: [{ panes: ['orchestration'], rect: { x: 40, y: 37, width: 80, height: 1 } }],
  prompt: { x: 0, y: 38, width: 120, height: 1 },
  hints: { x: 0, y: 39, width: 120, height: 1 },
}

function placed(pane: string, x: number, y: number, width: number, height: number): PanePlace {
  const inside = { x: x + 1, y: y + 1, width: width - 2, height: height - 2 }
  return {
    pane,
    frame: { x, y, width, height },
    head: { ...inside, height: 0 },
    body: inside,
    columns: width - 4,
  }
}

export const context: UiContext = {
  session,
  keys: KEYS,
  rows: [],
  panes: [ORCHESTRATOR, 'telemetry', 'routing', 'orchestration'],
  waiting: [],
  layout: wide,
  now: 10_000,
}

export const row = (text: string, more: Partial<Row> = {}): Row => ({
  text,
  tone: 'output',
  continues: false,
  ...more,
})

const NAMED = /^(up|down|left|right|home|end|pageup|pagedown|insert|delete|tab|enter|escape|backspace|f\d+)$/

/** A key as it is written in a key map. */
export function key(chord: string): Key {
  const [, held = '', rest = ''] = /^((?:(?:ctrl|alt|shift)-)*)(.+)$/.exec(chord) ?? []
  const [ctrl, alt, shift] = ['ctrl-', 'alt-', 'shift-'].map((each) => held.includes(each))
  const text = rest === 'space' ? ' ' : rest
  return {
    name: rest,
    text: NAMED.test(rest) || ctrl ? '' : text,
    ctrl: ctrl === true,
    alt: alt === true,
    shift: shift === true,
  }
}

/** What the gate makes of a key: text for the input field, its Enter, or a key of ours. */
export function eventOf(ui: Ui, pressed: Key): UiEvent {
  if (!isForwarded(ui, pressed, KEYS))
    return { type: 'pressed', key: pressed, bytes: pressed.text || pressed.name }
  return pressed.name === 'enter' ? { type: 'submitted' } : { type: 'inserted', text: pressed.text }
}

export interface Seen {
  ui: Ui
  effects: UiEffect[]
}

/** One after another: a chord, or an event; `'text` for letters that are typed one by one. */
export function play(from: Ui, steps: (string | UiEvent)[], more: Partial<UiContext> = {}): Seen {
  const given = { ...context, ...more }
  const events = steps.flatMap((step) =>
    typeof step === 'string' && step.startsWith("'") && step.length > 1 ? [...step.slice(1)] : [step],
  )
  return events.reduce<Seen>(
    (seen, step) => {
      const event = typeof step === 'string' ? eventOf(seen.ui, key(step)) : step
      const { ui, effects } = reduce(seen.ui, event, given)
      return { ui, effects: [...seen.effects, ...effects] }
    },
    { ui: from, effects: [] },
  )
}

/** The line with its cursor. */
export const lineOf = ({ prompt }: Ui): string => `${prompt.head}|${prompt.tail}`
