import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actions } from '../../../../source/ui/keys/actions.ts'
import { isForwarded } from '../../../../source/ui/state/action-for.ts'
import { reduce } from '../../../../source/ui/state/reduce.ts'
import { initialUi, savedView } from '../../../../source/ui/state/saved-view.ts'
import type { Ui, UiEvent } from '../../../../source/ui/state/ui.ts'
import { context, KEYS, key, play, row, SIZE, start } from './rig.ts'

/** Whatever is pressed: what must hold of the screen's state after every key. */

const chords = [...new Set(actions.flatMap(({ chords: of }) => Object.values(of).flat()))]

const anyChord = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...chords) },
  {
    weight: 2,
    arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((text) => text > ' '),
  },
  { weight: 1, arbitrary: fc.constantFrom('f9', 'ctrl-x', 'alt-enter', 'ctrl-alt-q', 'insert') },
)

const longAnswer = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n')

const anyNews: fc.Arbitrary<UiEvent> = fc.oneof(
  fc.record({ type: fc.constant('pasted' as const), text: fc.string({ unit: 'binary' }) }),
  fc.constantFrom<UiEvent>(
    { type: 'answered', pane: 'telemetry', text: 'diff', answer: { text: longAnswer, exit: 0 } },
    { type: 'answered', pane: 'gone', text: '\x1b', answer: { text: 'short', exit: 2 } },
    { type: 'host-changed', host: 'gone' },
    { type: 'host-changed', host: 'here' },
    { type: 'offered', offers: [] },
    { type: 'offered', offers: [{ file: 'p.md', title: 'P', summary: '', canRun: true }] },
    { type: 'anchored', pane: 'telemetry', anchor: { part: 'run', line: 1, row: 0 } },
    { type: 'found', pane: 'telemetry', found: false },
    { type: 'resized', size: { columns: 20, rows: 5 } },
  ),
)

const rows = [row('one'), row('two', { continues: true }), row('three')]

function mayHold(ui: Ui) {
  expect(context.panes).toContain(ui.focus)
  const saved = savedView(ui)
  expect(savedView(initialUi({ size: SIZE, saved }))).toEqual(saved)
  if (ui.host === 'here')
    expect(
      ui.waiting === null ||
        ui.overlay !== null ||
        ui.prompt.head + ui.prompt.tail !== '' ||
        ui.prompt.purpose === 'search',
    ).toBe(true)
  const { overlay } = ui
  if (overlay?.kind === 'sheet') expect(overlay.lines[overlay.top]).toBeDefined()
  if (overlay?.kind === 'help') expect(overlay.top).toBeGreaterThanOrEqual(0)
  if (overlay?.kind === 'copy') expect(overlay.rows[overlay.cursor]).toBeDefined()
  if (overlay?.kind === 'chooser') expect(overlay.at).toBeLessThan(Math.max(1, overlay.offers.length))
  expect(ui.history.at === null || ui.history.lines[ui.history.at] !== undefined).toBe(true)
}

describe('whatever is pressed and whatever comes from the host', () => {
  test('nothing is thrown, and the state stays whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: anyChord }, anyNews), { maxLength: 80 }),
        (steps) => {
          let ui = start
          for (const step of steps) {
            ui = play(ui, [typeof step === 'string' && step.startsWith("'") ? ':' : step], { rows }).ui
            mayHold(ui)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('no key goes to the input field and is an action too', () => {
    fc.assert(
      fc.property(fc.array(anyChord, { maxLength: 30 }), anyChord, (steps, last) => {
        const { ui } = play(
          start,
          steps.map((step) => (step.startsWith("'") ? ':' : step)),
          { rows },
        )
        const pressed = key(last)
        const { ui: now, effects } = reduce(ui, { type: 'pressed', key: pressed, bytes: '' }, context)
        if (isForwarded(ui, pressed, KEYS)) expect({ ui: now, effects }).toEqual({ ui, effects: [] })
      }),
      { numRuns: 300 },
    )
  })
})

/** The line as one would keep it by hand: its characters, where the cursor is, and what was cut out last. */
interface ByHand {
  line: string
  at: number
  cut: string
}

const edits: Record<string, (by: ByHand) => ByHand> = {
  left: (by) => ({ ...by, at: Math.max(0, by.at - 1) }),
  right: (by) => ({ ...by, at: Math.min(by.line.length, by.at + 1) }),
  home: (by) => ({ ...by, at: 0 }),
  end: (by) => ({ ...by, at: by.line.length }),
  backspace: (by) => (by.at === 0 ? by : { ...by, line: spliced(by.line, by.at - 1, by.at), at: by.at - 1 }),
  delete: (by) => ({ ...by, line: spliced(by.line, by.at, by.at + 1) }),
  'ctrl-u': (by) => (by.at === 0 ? by : { line: by.line.slice(by.at), at: 0, cut: by.line.slice(0, by.at) }),
  'ctrl-k': (by) =>
    by.at === by.line.length ? by : { ...by, line: by.line.slice(0, by.at), cut: by.line.slice(by.at) },
  'ctrl-y': (by) => inserted(by, by.cut),
}

const spliced = (line: string, from: number, to: number) => line.slice(0, from) + line.slice(to)
const inserted = (by: ByHand, text: string): ByHand => ({
  ...by,
  line: by.line.slice(0, by.at) + text + by.line.slice(by.at),
  at: by.at + text.length,
})

test('the line is what was typed without what was deleted', () => {
  const anyEdit = fc.oneof(fc.constantFrom(...Object.keys(edits)), fc.constantFrom(...'abc XYZ.-1'))
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 60 }), (steps) => {
      let byHand: ByHand = { line: '', at: 0, cut: '' }
      let ui = start
      for (const step of steps) {
        ui = play(ui, [step === ' ' ? 'space' : step], { session: null }).ui
        byHand = edits[step]?.(byHand) ?? inserted(byHand, step)
        expect(ui.prompt).toMatchObject({
          head: byHand.line.slice(0, byHand.at),
          tail: byHand.line.slice(byHand.at),
        })
      }
    }),
    { numRuns: 300 },
  )
})
