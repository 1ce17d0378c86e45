import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Layout, type LayoutInput, layout, type Rect } from '../../../source/ui/layout.ts'

const panesOf = (workers: number): string[] =>
  workers < 0 ? [] : ['orchestrator', ...Array.from({ length: workers }, (_, index) => `s${index}`)]

const laidOut = (columns: number, rows: number, workers: number, more: Partial<LayoutInput> = {}): Layout =>
  layout({
    size: { columns, rows },
    panes: panesOf(workers),
    focus: 'orchestrator',
    zoom: false,
    attention: [],
    headHeight: () => 12,
    ...more,
  })

const shown = ({ panes }: Layout): string[] => panes.map(({ pane }) => pane)

const inputs = fc
  .record({
    columns: fc.integer({ min: 1, max: 300 }),
    rows: fc.integer({ min: 1, max: 120 }),
    workers: fc.integer({ min: -1, max: 29 }),
    focus: fc.nat(29),
    wanted: fc.array(fc.nat(29), { maxLength: 5 }),
    zoom: fc.boolean(),
    head: fc.nat(60),
  })
  .map(({ columns, rows, workers, focus, wanted, zoom, head }): LayoutInput => {
    const panes = panesOf(workers)
    const at = (index: number): string => panes[index % Math.max(1, panes.length)] ?? 'gone'
    const attention = wanted.map(at)
    return { size: { columns, rows }, panes, focus: at(focus), zoom, attention, headHeight: () => head }
  })

describe('any layout', () => {
  it('names every pane exactly once', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { panes, lines } = layout(input)
        const named = [...panes.map(({ pane }) => pane), ...lines.flatMap((line) => line.panes)]
        expect(named.toSorted()).toEqual(input.panes.toSorted())
      }),
    )
  })

  it('covers every cell of the screen once', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { title, area, prompt, hints, panes, lines, kind } = layout(input)
        const { columns, rows } = input.size
        expect(tiles({ x: 0, y: 0, width: columns, height: rows }, [title, area, prompt, hints])).toBe(true)
        if (kind === 'too-small' || input.panes.length === 0) return
        expect(tiles(area, [...panes.map(({ frame }) => frame), ...lines.map(({ rect }) => rect)])).toBe(true)
      }),
    )
  })

  it('keeps head and body inside of the frame, the body with rows to read', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        for (const { frame, head, body, columns } of layout(input).panes) {
          expect(frame.height).toBeGreaterThanOrEqual(4)
          expect(head.height + body.height).toBe(frame.height - 2)
          expect(body.height).toBeGreaterThanOrEqual(Math.min(3, frame.height - 2))
          expect([body.y, body.x]).toEqual([head.y + head.height, frame.x + 1])
          expect(columns).toBe(frame.width - 4)
        }
      }),
    )
  })

  it('always frames the focused pane', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const places = layout(input)
        if (places.kind === 'too-small' || input.panes.length === 0) return
        expect(shown(places)).toContain(input.focus)
      }),
    )
  })
})

describe('the layout', () => {
  it('has the orchestrator left, a third of the width, and workers in one column', () => {
    const { kind, panes } = laidOut(120, 40, 3)
    expect(kind).toBe('wide')
    expect(panes.map(({ frame }) => [frame.x, frame.width])).toEqual([[0, 40], ...Array(3).fill([40, 80])])
    expect([laidOut(100, 40, 3).panes[0]?.frame.width, laidOut(300, 40, 3).panes[0]?.frame.width]).toEqual([
      38, 60,
    ])
  })

  it('has two columns of workers from 180 on, and an odd one over both', () => {
    expect(laidOut(179, 40, 3).panes.filter(({ frame }) => frame.y === 1)).toHaveLength(2)
    const { panes } = laidOut(180, 40, 3)
    expect(panes.slice(1).map(({ frame }) => frame.width)).toEqual([60, 60, 120])
  })

  it('has below 100 columns the orchestrator on top and one worker below, the rest as tabs', () => {
    const places = laidOut(80, 24, 4, { attention: ['s2', 's1'] })
    expect(places.kind).toBe('narrow')
    expect(places.panes.map(({ pane, frame }) => [pane, frame.height])).toEqual([
      ['orchestrator', 8],
      ['s2', 12],
    ])
    expect(places.lines.map(({ panes }) => panes)).toEqual([['s0', 's1', 's3']])
    expect(shown(laidOut(80, 24, 4, { attention: ['s2'], focus: 's3' }))).toEqual(['orchestrator', 's3'])
  })

  it('has in 40x12 the focused pane, the tabs, prompt and hints', () => {
    const { kind, panes, lines, prompt, hints } = laidOut(40, 12, 3, { focus: 's1' })
    expect([kind, panes.map(({ frame }) => frame.height), lines.length]).toEqual(['small', [8], 1])
    expect([prompt.y, hints.y, hints.height]).toEqual([10, 11, 1])
  })

  it('says below 30x8 that it is too small, and keeps the prompt', () => {
    expect([laidOut(29, 40, 3).kind, laidOut(200, 7, 3).kind, laidOut(30, 8, 3).kind]).toEqual([
      'too-small',
      'too-small',
      'small',
    ])
    expect(laidOut(20, 5, 3).prompt).toEqual({ x: 0, y: 4, width: 20, height: 1 })
  })

  it('gives the focused pane everything when it is zoomed, the others are tabs', () => {
    const { panes, lines, area } = laidOut(120, 40, 3, { zoom: true, focus: 's1' })
    expect(panes.map(({ pane, frame }) => [pane, frame.height])).toEqual([['s1', area.height - 1]])
    expect(lines.map((line) => line.panes)).toEqual([['orchestrator', 's0', 's2']])
  })

  it('frames those that want attention when not all have room, and has a row for each other one', () => {
    const places = laidOut(120, 33, 10, { focus: 's9', attention: ['s7', 's8'] })
    expect(shown(places)).toEqual(['orchestrator', 's7', 's8', 's9'])
    expect(places.lines.map(({ panes }) => panes.length)).toEqual([1, 1, 1, 1, 1, 1, 1])
  })

  it('lets the last row take all that are left when even rows are short', () => {
    const { lines } = laidOut(120, 16, 12)
    expect(lines.map(({ panes }) => panes.length)).toEqual([1, 1, 1, 1, 1, 6])
  })
})

/** Whether the rectangles fill the whole, none over another. */
function tiles(whole: Rect, rects: Rect[]): boolean {
  const seen = new Set<number>()
  for (const { x, y, width, height } of rects) {
    if (
      x < whole.x ||
      y < whole.y ||
      x + width > whole.x + whole.width ||
      y + height > whole.y + whole.height
    )
      return false
    for (let row = y; row < y + height; row += 1) {
      for (let column = x; column < x + width; column += 1) {
        if (seen.has(row * 1000 + column)) return false
        seen.add(row * 1000 + column)
      }
    }
  }
  return seen.size === whole.width * whole.height
}
