import { type IUnicodeVersionProvider, Terminal } from '@xterm/headless'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rect, Size } from '../../../../source/ui/layout.ts'
import { createCompositor } from '../../../../source/ui/terminal/compositor.ts'
import { ENTER_SCREEN } from '../../../../source/ui/terminal/screen-mode.ts'
import {
  anyRow,
  anySize,
  differences,
  layoutOf,
  modelCells,
  printed,
  type StyledRow,
} from './model-screen.ts'

type Action =
  | { type: 'chrome'; rows: StyledRow[]; split: number; overlay: [number, number, number, number] | null }
  | { type: 'tick'; at: number; row: StyledRow }
  | { type: 'stale-chrome'; size: Size }
  | { type: 'prompt'; row: StyledRow }
  | { type: 'body'; pane: string; rows: StyledRow[] }
  | { type: 'garbage' }
  | { type: 'resize'; size: Size }
  | { type: 'frame'; focus: string; budget: number | undefined }

const panes = fc.constantFrom('left', 'right')
const part = fc.nat(10).map((tenths) => tenths / 10)
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('chrome' as const),
      rows: fc.array(anyRow, { minLength: 12, maxLength: 12 }),
      split: fc.constantFrom(0.3, 0.5, 0.8, 1),
      overlay: fc.option(fc.tuple(part, part, part, part)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('tick' as const), at: fc.nat(4), row: anyRow }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stale-chrome' as const), size: anySize }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('prompt' as const), row: anyRow }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('body' as const),
      pane: panes,
      rows: fc.array(anyRow, { maxLength: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Action>({ type: 'garbage' }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('resize' as const), size: anySize }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('frame' as const),
      focus: panes,
      budget: fc.constantFrom(undefined, 0, 60),
    }),
  },
)

/** A compositor, the terminal its frames go to, and what that terminal should show. */
function rig(size: Size, unicode?: IUnicodeVersionProvider) {
  const terminal = new Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true })
  if (unicode) {
    terminal.unicode.register(unicode)
    terminal.unicode.activeVersion = unicode.version
  }
  const compositor = createCompositor(size)
  const model = {
    layout: layoutOf(size, 1),
    overlay: null as Rect | null,
    chrome: [] as StyledRow[],
    prompt: [] as StyledRow,
    bodies: new Map<string, StyledRow[]>(),
  }
  let now = size
  const write = (text: string) => new Promise<void>((done) => terminal.write(text, done))
  const show = (options?: { focus: string; budget: number | undefined }) => write(compositor.frame(options))
  const setChrome = (rows: StyledRow[], split: number, overlay: Rect | null) => {
    Object.assign(model, { chrome: rows.slice(0, now.rows), layout: layoutOf(now, split), overlay })
    expect(compositor.setChrome(model.chrome.map(printed), model.layout, overlay)).toBe(true)
  }

  const act = async (action: Action) => {
    if (action.type === 'chrome') {
      setChrome(action.rows, action.split, action.overlay && rectOf(now, action.overlay))
    } else if (action.type === 'tick') {
      model.chrome = model.chrome.with(action.at, action.row)
      compositor.setChrome(model.chrome.map(printed), model.layout, model.overlay)
    } else if (action.type === 'stale-chrome') {
      if (action.size.columns === now.columns && action.size.rows === now.rows) return
      const rows = Array<string>(action.size.rows).fill('stale')
      expect(compositor.setChrome(rows, layoutOf(action.size, 0.5), null)).toBe(false)
    } else if (action.type === 'prompt') {
      model.prompt = action.row
      compositor.setPrompt(printed(action.row))
    } else if (action.type === 'body') {
      model.bodies.set(action.pane, action.rows)
      compositor.setBody(action.pane, action.rows.map(printed))
    } else if (action.type === 'garbage') {
      await write('\x1b[3;3H\x1b[41mgarbage 日本\x1b[0m')
      compositor.invalidate()
    } else if (action.type === 'resize') {
      now = action.size
      compositor.resize(now)
      terminal.resize(now.columns, now.rows)
      await show()
      setChrome(Array<StyledRow>(12).fill([]), 0.5, null)
    } else await show(action)
  }

  const settle = async () => {
    do await show({ focus: 'left', budget: 50 })
    while (compositor.isBehind())
    expect(compositor.frame()).toBe('')
    expect(differences(terminal, modelCells(model))).toEqual([])
  }
  setChrome(Array<StyledRow>(12).fill([]), 1, null)
  return { act, settle, write, compositor, terminal, dispose: () => terminal.dispose() }
}

const rectOf = ({ columns, rows }: Size, [x, y, width, height]: [number, number, number, number]): Rect => ({
  x: Math.floor(x * columns),
  y: Math.floor(y * rows),
  width: Math.floor(width * (columns - Math.floor(x * columns))),
  height: Math.floor(height * (rows - Math.floor(y * rows))),
})

/** A terminal that takes every symbol and emoji for two cells, also those that others take for one. */
const wideSymbols: IUnicodeVersionProvider = {
  version: 'wide-symbols',
  wcwidth: (code) => (isMark(code) ? 0 : isWide(code) ? 2 : 1),
  charProperties: (code, before) => {
    const joins = isMark(code) && before !== 0
    const width = joins ? (before >> 1) & 3 : isWide(code) ? 2 : 1
    return (width << 1) | (joins ? 1 : 0)
  },
}
const isMark = (code: number) => code === 0x301 || code === 0x200d || code === 0xfe0f
const isWide = (code: number) => code === 0x25cf || code === 0x26a0 || code >= 0x3000

describe('what the terminal shows', () => {
  it.each([
    ['of its own mind about emoji', undefined],
    ['for which symbols are wide', wideSymbols],
  ])('is what it should after anything that can happen, in a terminal %s', async (_, unicode) => {
    await fc.assert(
      fc.asyncProperty(anySize, fc.array(anyAction, { maxLength: 25 }), async (size, actions) => {
        const { act, settle, write, dispose } = rig(size, unicode)
        await write(ENTER_SCREEN)
        for (const [at, action] of actions.entries()) {
          await act(action)
          if (at % 5 === 4) await settle()
        }
        await settle()
        dispose()
      }),
      { numRuns: 120 },
    )
  })
})

const size = { columns: 30, rows: 8 }
const layout = layoutOf(size, 0.5)
const lines = (...rows: string[]) => Array.from({ length: size.rows }, (_, y) => rows[y] ?? '')

function shown() {
  const compositor = createCompositor(size)
  compositor.setChrome(lines('title'), layout, null)
  compositor.setBody('left', ['one', 'two'])
  compositor.setBody('right', ['three'])
  compositor.frame()
  return compositor
}

describe('a frame', () => {
  it('is empty when nothing changed', () => {
    const compositor = shown()
    compositor.setBody('left', ['one', 'two'])
    compositor.setChrome(lines('title'), layoutOf(size, 0.5), null)
    compositor.setPrompt('')
    expect(compositor.frame()).toBe('')
  })

  it('holds the changed cells only, as one synchronized update', () => {
    const compositor = shown()
    compositor.setBody('left', ['one', 'new'])
    expect(compositor.frame()).toBe('\x1b[?2026h\x1b[4;2Hnew\x1b[10X\x1b[?2026l')
  })

  it('begins with the prompt and the pane that has the focus', () => {
    const compositor = shown()
    compositor.setBody('left', ['L'])
    compositor.setBody('right', ['R'])
    compositor.setPrompt('P')
    expect(compositor.frame({ focus: 'right' }).replace(/\x1b\[[?\d;]*[A-Za-z]/g, '')).toBe('PRL')
  })

  it('leaves the other panes for later when there is too much of it, each in turn', () => {
    const compositor = createCompositor(size)
    compositor.setChrome(lines(), layout, null)
    compositor.frame()
    const wrote: string[] = []
    for (let round = 0; round < 4; round++) {
      compositor.setBody('left', Array(3).fill(`left ${round}`))
      compositor.setBody('right', Array(3).fill(`right ${round}`))
      const frame = compositor.frame({ budget: 10 })
      expect(compositor.isBehind()).toBe(true)
      wrote.push(frame.includes('left') ? 'left' : 'right')
    }
    expect(wrote).toEqual(['right', 'left', 'right', 'left'])
    compositor.frame()
    expect(compositor.isBehind()).toBe(false)
  })

  it('comes to every row in turn when the line is narrow and all of them change with each frame', () => {
    const compositor = createCompositor(size)
    compositor.setChrome(lines(), layout, null)
    compositor.frame()
    const seen = new Set<string>()
    for (let round = 0; round < 12; round++) {
      for (const pane of ['left', 'right'])
        compositor.setBody(
          pane,
          [1, 2, 3].map((row) => `${pane}${row} ${round}`),
        )
      const frame = compositor.frame({ focus: 'left', budget: 25 })
      for (const [name] of frame.matchAll(/(left|right)\d/g)) seen.add(name)
    }
    expect([...seen].sort()).toEqual(['left1', 'left2', 'left3', 'right1', 'right2', 'right3'])
  })

  it('shows an overlay and takes it away, touching its own rows only', () => {
    const compositor = shown()
    const overlay = { x: 4, y: 3, width: 20, height: 1 }
    compositor.setChrome(lines('title', '', '', '    OVERLAY'), layout, overlay)
    const opening = compositor.frame()
    expect(opening).toContain('OVERLAY')
    expect(opening).not.toContain('three')
    compositor.setChrome(lines('title'), layout, null)
    expect(compositor.frame()).toContain('two')
  })

  it('writes all again after the screen was disturbed', () => {
    const compositor = shown()
    compositor.invalidate()
    const frame = compositor.frame()
    for (const text of ['\x1b[2J', 'title', 'one', 'two', 'three']) expect(frame).toContain(text)
  })

  it('holds no sequence that came with the text', () => {
    const compositor = shown()
    compositor.setBody('left', ['a\x1b[2J\x1b]0;x\x07\x1b[31mred', '\x9b2J\u202e'])
    compositor.setPrompt('\x1b[H')
    expect(compositor.frame()).toBe(
      '\x1b[?2026h\x1b[7;1H[H\x1b[28X\x1b[3;2Ha[2J]0;x\x1b[31mred\x1b[0m  \x1b[4;2H2J\x1b[11X\x1b[?2026l',
    )
  })
})
