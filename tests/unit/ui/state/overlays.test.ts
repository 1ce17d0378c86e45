import { describe, expect, test } from 'vitest'
import { helpRows } from '../../../../source/ui/keys/help-rows.ts'
import { markedRows } from '../../../../source/ui/state/copy.ts'
import { lastTop, overlaySpace } from '../../../../source/ui/state/overlay-space.ts'
import type { Overlay, Sheet, Ui, UiEvent } from '../../../../source/ui/state/ui.ts'
import { context, KEYS, play, row, start, wide } from './rig.ts'

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`)

const answered = (text: string, lines: string[], more = {}): UiEvent => ({
  type: 'answered',
  pane: 'telemetry',
  text,
  answer: { text: lines.join('\n'), exit: 0, ...more },
})

const sheetOf = (ui: Ui) => ui.overlay as Sheet
const opened = play(start, [answered('log', numbered(100))]).ui
const { height } = overlaySpace(wide)

describe('an answer', () => {
  test('is read in a sheet when it has more than twelve lines', () => {
    expect(play(start, [answered('status', numbered(12))]).ui).toEqual(start)
    expect(sheetOf(opened)).toMatchObject({ kind: 'sheet', title: 'log', look: 'text', top: 0 })
    expect(sheetOf(opened).lines).toHaveLength(100)
  })

  test.each(['diff', 'Diff telemetry', '@routing changes', 'd'])('to %s looks like a diff', (text) => {
    expect(sheetOf(play(start, [answered(text, numbered(13))]).ui).look).toBe('diff')
  })

  test('to calls opens at the newest one, however short they are', () => {
    const [first, second] = [
      ['#1 execute npm test · failed'],
      ['#2 edit a · completed', 'diff a', '@@', '+x'],
    ]
    const few = sheetOf(play(start, [answered('calls telemetry', [...first, ...second])]).ui)
    expect(few).toMatchObject({ look: 'diff', top: 0 })
    const many = [...first, ...numbered(100).map((line) => `    #9 ${line}`), ...second, ...numbered(100)]
    expect(sheetOf(play(start, [answered('calls telemetry', many)]).ui).top).toBe(101)
    expect(sheetOf(play(start, [answered('log telemetry', many)]).ui).top).toBe(0)
    const short = [...first, ...numbered(100), ...second]
    const { lines, top } = sheetOf(play(start, [answered('calls telemetry', short)]).ui)
    expect(top).toBe(lastTop(lines, overlaySpace(wide)))
    expect(play(start, [answered('calls telemetry', ['Its agent has called nothing yet.'])]).ui).toEqual(
      start,
    )
  })

  test('keeps nothing that a terminal would obey', () => {
    const lines = ['\x1b[31mred\x1b[0m', 'a\tb', '\x1b]0;title\x07x', 'end  \r', ...numbered(12)]
    expect(sheetOf(play(start, [answered('log', lines)]).ui).lines.slice(0, 4)).toEqual([
      'red',
      'a    b',
      'x',
      'end',
    ])
  })

  test('waits while a line is being typed, and is shown when it is sent or cleared', () => {
    const { ui } = play(start, ["'cont", answered('merge', numbered(20))])
    expect(ui.overlay).toBeNull()
    expect(ui.flash).toBe("The answer to 'merge' is shown when the line is empty.")
    expect(play(ui, ["'inue"]).ui).toMatchObject({ overlay: null, prompt: { head: 'continue' } })
    expect(play(ui, ['enter']).ui).toMatchObject({ overlay: { title: 'merge' }, waiting: null })
    expect(play(ui, ['ctrl-c']).ui.overlay).toMatchObject({ title: 'merge' })
  })

  test('waits for another page to be closed', () => {
    const { ui } = play(start, ['?', answered('merge', numbered(20))])
    expect(ui.overlay?.kind).toBe('help')
    expect(play(ui, ['q']).ui.overlay).toMatchObject({ title: 'merge' })
  })

  test('with a folder opens that', () => {
    expect(play(start, [answered('open', ['/w'], { open: '/w' })]).effects).toEqual([
      { type: 'open', folder: '/w' },
    ])
  })
})

describe('a page', () => {
  test.each([
    [['down', 'j', 'ctrl-down'], 3],
    [['down', 'down', 'k', 'up', 'up'], 0],
    [['pagedown'], height - 1],
    [['space', 'pageup'], 0],
    [['G'], 100 - height],
    [['G', 'pagedown', 'j'], 100 - height],
    [['G', 'g'], 0],
  ])('after %j shows line %i at its top', (chords, top) => {
    expect(sheetOf(play(opened, chords).ui).top).toBe(top)
  })

  test.each(['escape', 'q', 'enter', 'ctrl-c'])('is closed by %s, and nothing is sent', (chord) => {
    expect(play(opened, [chord])).toMatchObject({ ui: { overlay: null, mode: 'typing' }, effects: [] })
  })

  test('of help scrolls as far as it goes', () => {
    const rows = helpRows(KEYS).length
    expect(play(start, ['?', 'G']).ui.overlay).toEqual({ kind: 'help', top: rows - height })
    const tall = { ...wide, area: { ...wide.area, height: 500 } }
    expect(play(start, ['?', 'G'], { layout: tall }).ui.overlay).toEqual({ kind: 'help', top: 0 })
  })

  test('takes no letters into the line', () => {
    expect(play(opened, ["'continue"]).ui.prompt.head).toBe('')
  })
})

describe('the last top of a page', () => {
  test('counts the rows of lines that are wrapped', () => {
    const space = { width: 10, height: 4 }
    expect(lastTop(numbered(4), space)).toBe(0)
    expect(lastTop(numbered(5), space)).toBe(1)
    expect(lastTop(['a', 'b', 'x'.repeat(25), 'c'], space)).toBe(2)
    expect(lastTop(['a', 'b', '漢'.repeat(10), 'c'], space)).toBe(1)
    expect(lastTop(['a', 'x'.repeat(100)], space)).toBe(1)
    expect(lastTop([], space)).toBe(0)
  })
})

describe('find in a page', () => {
  const lines = numbered(100).map((line, index) => (index % 40 === 30 ? `${line} Needle` : line))
  const page = play(start, ["'x", 'ctrl-c', answered('log', lines)]).ui

  test('goes to the next place, on, and back, round the ends', () => {
    const found = (...chords: string[]) => sheetOf(play(page, ['/', "'needle", 'enter', ...chords]).ui).found
    expect(found()).toBe(30)
    expect(found('n')).toBe(70)
    expect(found('n', 'n')).toBe(30)
    expect(found('N')).toBe(70)
    expect(sheetOf(play(page, ['/', "'needle", 'enter']).ui).top).toBe(30)
  })

  test('leaves mode and line as they were', () => {
    expect(play(page, ['/', "'needle", 'enter', 'q']).ui).toMatchObject({
      mode: 'typing',
      overlay: null,
      prompt: { purpose: 'command', head: '' },
    })
    expect(play(page, ['/', "'nee", 'escape']).ui).toMatchObject({
      overlay: { find: null },
      prompt: { head: '' },
    })
  })

  test('says when it is nowhere', () => {
    expect(play(page, ['/', "'zebra", 'enter']).ui.flash).toBe("'zebra' is not on this page.")
  })
})

describe('search in a pane', () => {
  const keysMode: Ui = { ...start, mode: 'keys', focus: 'telemetry' }
  const search = (direction: string) => ({ type: 'search', pane: 'telemetry', text: 'boom', direction })

  test('looks upward from what is seen, and n and N go on', () => {
    const { ui, effects } = play(keysMode, ['/', "'boom", 'enter', 'n', 'N'])
    expect(effects).toEqual([search('up'), search('up'), search('down')])
    expect(ui).toMatchObject({
      mode: 'keys',
      searches: { telemetry: 'boom' },
      prompt: { purpose: 'command' },
    })
  })

  test('keeps the command that was being written, and takes every letter', () => {
    const { ui } = play(start, ["'contin", 'left', 'escape', '/', "'a?q"])
    expect(ui.prompt).toMatchObject({ purpose: 'search', head: 'a?q' })
    for (const chord of ['enter', 'escape', 'ctrl-c'])
      expect(play(ui, [chord]).ui.prompt).toMatchObject({ purpose: 'command', head: 'conti', tail: 'n' })
  })

  test('is of one pane, and Escape ends it', () => {
    const { ui } = play(keysMode, ['/', "'boom", 'enter'])
    expect(play(ui, ['1', 'n']).ui.flash).toBe('Nothing asks for permission now.')
    expect(play(ui, ['escape']).ui).toMatchObject({ mode: 'keys', searches: {} })
  })

  test('of nothing, or of spaces, is none', () => {
    expect(play(keysMode, ['/', 'enter']).effects).toEqual([])
    expect(play(keysMode, ['/', "'  ", 'enter']).ui.searches).toEqual({})
  })

  test('says when nothing more was found', () => {
    const { ui } = play(keysMode, ['/', "'boom", 'enter', { type: 'found', pane: 'telemetry', found: false }])
    expect(ui.flash).toBe("'boom' was not found any further.")
  })

  test('pastes on one line, as long as the host takes', () => {
    const pasted: UiEvent = { type: 'pasted', text: `a\nb${'x'.repeat(300)}` }
    const { effects } = play(keysMode, ['/', pasted, 'enter'])
    expect(effects).toMatchObject([{ text: `a b${'x'.repeat(197)}` }])
  })
})

describe('copy mode', () => {
  const rows = [
    row('first  '),
    row('\x1b[32mgreen\x1b[0m and '),
    row('on', { continues: true }),
    row('A sentence that', { tone: 'info' }),
    row('is wrapped.', { tone: 'info', continues: true }),
    row('last'),
  ]
  const inCopy = { ...context, rows }
  const from = play({ ...start, mode: 'keys' }, ['v'], inCopy).ui
  const copied = (...chords: string[]) =>
    play(from, chords).effects.map((effect) => 'text' in effect && effect.text)

  test('holds the rows as plain text, the cursor on the last', () => {
    expect(from.overlay).toMatchObject({ kind: 'copy', cursor: 5, mark: null })
    expect((from.overlay as Extract<Overlay, { kind: 'copy' }>).rows[1]?.text).toBe('green and ')
    expect(play(from, [], { rows: [] }).ui).toBe(from)
  })

  test('copies the row of the cursor, or what is marked, as the lines it was', () => {
    expect(copied('y')).toEqual(['last'])
    expect(copied('v', 'up', 'enter')).toEqual(['is wrapped.\nlast'])
    expect(copied('v', 'k', 'k', 'y')).toEqual(['A sentence that is wrapped.\nlast'])
    expect(copied('A', 'y')).toEqual(['first\ngreen and on\nA sentence that is wrapped.\nlast'])
    expect(copied('g', 'space', 'j', 'j', 'y')).toEqual(['first\ngreen and on'])
  })

  test('closes with a word about it', () => {
    expect(play(from, ['A', 'y']).ui).toMatchObject({
      overlay: null,
      flash: 'Copied 4 lines.',
      mode: 'keys',
    })
    expect(play(from, ['y']).ui.flash).toBe('Copied one line.')
    expect(play(from, ['escape'])).toMatchObject({ ui: { overlay: null }, effects: [] })
  })

  test('marks and unmarks, and stays inside', () => {
    const marked = (...chords: string[]) =>
      markedRows(play(from, chords).ui.overlay as Extract<Overlay, { kind: 'copy' }>)
    expect(marked('v', 'k')).toEqual([4, 5])
    expect(marked('v', 'k', 'v')).toEqual([4, 4])
    expect(marked('pageup', 'pageup')).toEqual([0, 0])
    expect(marked('j', 'G')).toEqual([5, 5])
  })

  test('is not entered where there is nothing', () => {
    expect(play({ ...start, mode: 'keys' }, ['v']).ui).toMatchObject({
      overlay: null,
      flash: 'There is nothing to copy here.',
    })
  })
})

describe('the choice of a plan', () => {
  const offers = [
    { file: 'plan.md', title: 'A', summary: '3 streams', canRun: true },
    { file: 'old.md', title: 'B', summary: '1 error', canRun: false },
  ]
  const choosing = play(start, [{ type: 'offered', offers }], { session: null }).ui

  test('opens the one the arrows picked', () => {
    expect(play(choosing, ['enter'])).toMatchObject({
      ui: { overlay: null, flash: 'Opening plan.md …' },
      effects: [{ type: 'open-plan', file: 'plan.md' }],
    })
    expect(play(choosing, ['down', 'j', 'up', 'enter']).effects).toEqual([
      { type: 'open-plan', file: 'plan.md' },
    ])
  })

  test('refuses one that cannot run, and says where to look', () => {
    const { ui, effects } = play(choosing, ['down', 'enter'])
    expect(effects).toEqual([])
    expect(ui).toMatchObject({
      overlay: choosing.overlay && { at: 1 },
      flash: expect.stringContaining('old.md'),
    })
  })

  test.each(['escape', 'q', 'ctrl-c'])('is left by %s', (chord) => {
    expect(play(choosing, [chord]).effects).toEqual([{ type: 'leave' }])
  })

  test('of no plan opens none', () => {
    expect(play(start, [{ type: 'offered', offers: [] }, 'down', 'enter']).effects).toEqual([])
  })
})
