import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameOf, scrolled } from '../../../source/runtime/transcript/frame.ts'
import { openTranscriptRig, type WholeRow, wholeText } from './transcript-rig.ts'

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    '',
    'a wide 漢字 line 漢字漢字',
    '\x1b[31mred \x1b[1mbold\x1b[0m plain',
    '😀😀😀',
    'x'.repeat(70),
  ),
  fc.integer({ min: 1, max: 5 }).map((count) => 'some words of a sentence '.repeat(count)),
)
const step = fc.oneof(
  fc.record({
    kind: fc.constant('print' as const),
    text,
    isWhole: fc.boolean(),
    run: fc.constantFrom('a', 'b'),
  }),
  fc.record({ kind: fc.constant('note' as const), text }),
  fc.record({ kind: fc.constant('type' as const), text }),
)
const steps = fc.array(step, { maxLength: 30 })
type Steps = typeof steps extends fc.Arbitrary<infer Value> ? Value : never

function rigAfter(done: Steps) {
  const rig = openTranscriptRig()
  play(rig, done)
  return rig
}

function play({ print, note, type }: ReturnType<typeof openTranscriptRig>, done: Steps) {
  for (const each of done) {
    if (each.kind === 'print') print(each.run, each.text.replaceAll('\n', '') + (each.isWhole ? '\n' : ''))
    else if (each.kind === 'note') note(each.text)
    else type(each.text)(each.text)
  }
}

const size = fc.record({ columns: fc.integer({ min: 1, max: 60 }), rows: fc.integer({ min: 1, max: 20 }) })

/** Where the window begins among all rows. */
const startIn = (whole: WholeRow[], anchor: WholeRow['anchor'] | undefined): number =>
  whole.findIndex((each) => JSON.stringify(each.anchor) === JSON.stringify(anchor))

describe('a window', () => {
  test('without an anchor shows the last rows', () => {
    fc.assert(
      fc.property(steps, size, (done, { columns, rows }) => {
        const { parts } = rigAfter(done)
        const frame = frameOf(parts, { columns, rows, anchor: null })
        const whole = wholeText(parts, columns)
        expect(frame.rows).toEqual(whole.slice(-rows).map(({ row }) => row))
        expect(frame.anchors).toEqual(whole.slice(-rows).map(({ anchor }) => anchor))
        expect([frame.anchor, frame.below]).toEqual([null, 0])
      }),
    )
  })

  test('at any anchor shows the rows from there, or the last page; and counts what lies below', () => {
    fc.assert(
      fc.property(steps, size, fc.nat(), (done, { columns, rows }, at) => {
        const { parts } = rigAfter(done)
        const whole = wholeText(parts, columns)
        fc.pre(whole.length > 0)
        const start = at % whole.length
        const frame = frameOf(parts, { columns, rows, anchor: whole[start]?.anchor ?? null })
        const isEnd = start + rows >= whole.length
        const first = isEnd ? Math.max(0, whole.length - rows) : start
        expect(frame.rows).toEqual(whole.slice(first, first + rows).map(({ row }) => row))
        expect(frame.anchor).toEqual(isEnd ? null : whole[start]?.anchor)
        const rest = whole.slice(first + rows)
        const lines = new Set(rest.map(({ anchor }) => `${anchor.part} ${anchor.line}`))
        expect(frame.below).toBe(lines.size)
      }),
    )
  })

  test('stands still while text is added, whatever it is', () => {
    fc.assert(
      fc.property(steps, steps, size, fc.nat(), (before, after, { columns, rows }, at) => {
        const rig = rigAfter(before)
        const whole = wholeText(rig.parts, columns)
        fc.pre(whole.length > rows)
        const anchor = whole[at % (whole.length - rows)]?.anchor ?? null
        const seen = frameOf(rig.parts, { columns, rows, anchor })
        // The last line may be unfinished: what is seen of it may grow.
        fc.pre(seen.below !== 1 || !seen.rows.at(-1)?.continues)
        play(rig, after)
        const then = frameOf(rig.parts, { columns, rows, anchor })
        expect(then.rows.slice(0, -1)).toEqual(seen.rows.slice(0, -1))
      }),
    )
  })

  test('finds its line again at another width', () => {
    fc.assert(
      fc.property(
        steps,
        size,
        fc.integer({ min: 1, max: 60 }),
        fc.nat(),
        (done, { columns, rows }, other, at) => {
          const { parts } = rigAfter(done)
          const whole = wholeText(parts, columns)
          fc.pre(whole.length > 0)
          const anchor = whole[at % whole.length]?.anchor
          const frame = frameOf(parts, { columns: other, rows, anchor: anchor ?? null })
          const isEnd = frame.anchor === null
          if (!isEnd) expect(frame.anchors[0]).toMatchObject({ part: anchor?.part, line: anchor?.line })
          else
            expect(frame.rows).toEqual(
              wholeText(parts, other)
                .slice(-rows)
                .map(({ row }) => row),
            )
        },
      ),
    )
  })

  test('moves by as many rows as it is told, up and down, and no further than the ends', () => {
    fc.assert(
      fc.property(
        steps,
        size,
        fc.array(fc.integer({ min: -40, max: 40 })),
        (done, { columns, rows }, moves) => {
          const { parts } = rigAfter(done)
          const whole = wholeText(parts, columns)
          const last = Math.max(0, whole.length - rows)
          let expected = last
          let anchor: WholeRow['anchor'] | null = null
          for (const move of moves) {
            anchor = scrolled(parts, { columns, rows, anchor }, move)
            const frame = frameOf(parts, { columns, rows, anchor })
            anchor = frame.anchor
            expected = Math.min(last, Math.max(0, expected + move))
            if (whole.length > 0) expect(startIn(whole, frame.anchors[0])).toBe(expected)
          }
        },
      ),
    )
  })

  test('goes to the start and to the end', () => {
    const { parts, print, note } = openTranscriptRig()
    note('first')
    print('a', Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join(''))
    const window = { columns: 20, rows: 5, anchor: null }
    const start = scrolled(parts, window, 'start')
    expect(frameOf(parts, { ...window, anchor: start }).rows[0]?.text).toBe('first')
    expect(scrolled(parts, { ...window, anchor: start }, 'end')).toBe(null)
    expect(scrolled(parts, window, Number.MIN_SAFE_INTEGER)).toEqual(start)
    expect(scrolled(parts, { ...window, anchor: start }, Number.MAX_SAFE_INTEGER)).toBe(null)
  })

  test('that is empty has nothing, and neither has one without a row', () => {
    const { parts, print } = openTranscriptRig()
    const nothing = { rows: [], anchors: [], anchor: null, below: 0 }
    const window = { columns: 20, rows: 5, anchor: null }
    expect(frameOf(parts, window)).toEqual(nothing)
    expect([scrolled(parts, window, -1), scrolled(parts, window, 'start')]).toEqual([null, null])
    print('a', 'one\n')
    expect(frameOf(parts, { ...window, rows: 0 })).toEqual(nothing)
  })
})

test('an anchor in a part that is not here any more shows the end', () => {
  const { parts, print } = openTranscriptRig()
  print('a', 'one\ntwo\n')
  const frame = frameOf(parts, { columns: 20, rows: 1, anchor: { part: 'typed-9', line: 0, row: 0 } })
  expect(frame.rows.map(({ text }) => text)).toEqual(['two'])
})
