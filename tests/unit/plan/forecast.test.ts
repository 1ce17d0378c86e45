import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan, Stream } from '../../../source/model/plan.ts'
import { forecastFrom, type Standing } from '../../../source/plan/forecast.ts'

const stream = (id: string, duration: number, more: Partial<Stream> = {}): Stream => ({
  ...{ id, title: id, duration, line: 1, files: [], dependsOn: [], softDependsOn: [], tasks: [], why: '' },
  ...more,
})

const planOf = (...groups: Stream[][]): Plan => ({
  ...{ title: 'p', slug: 'p', format: 'phases', unit: 'days', contracts: [] },
  phases: groups.map((streams, index) => ({
    ...{ id: `phase-${index}`, title: 'x', mode: 'parallel', barrier: true, line: 1, streams },
  })),
  claims: { sequential: null, parallel: null, savedPercent: null },
})

const standing = (more: Partial<Standing>): Standing => ({
  ...{ remaining: 0, landed: false, running: false, begun: false, availableAt: 0 },
  ...more,
})

const spans = ({ streams }: ReturnType<typeof forecastFrom>) =>
  streams.map(({ id, start, end }) => `${id} ${start}–${end}`)

test('what has landed counts no more, what runs ends first, what needs it follows', () => {
  const plan = planOf(
    [stream('a', 2), stream('b', 3), stream('c', 1, { dependsOn: ['b'] })],
    [stream('d', 1)],
  )
  const standings = new Map([
    ['a', standing({ landed: true })],
    ['b', standing({ running: true, begun: true, remaining: 0.5 })],
  ])
  const forecast = forecastFrom(plan, { standings }, 2)
  expect(spans(forecast)).toEqual(['b 0–0.5', 'c 0.5–1.5', 'd 1.5–2.5'])
  expect(forecast).toMatchObject({ length: 2.5, stuck: [] })
})

test('what waits for a person has no forecast, nor has what needs it or stands behind its barrier', () => {
  const plan = planOf(
    [stream('a', 2), stream('b', 3, { dependsOn: ['a'] }), stream('c', 1)],
    [stream('d', 1)],
  )
  const standings = new Map([['a', standing({ remaining: 1, begun: true, availableAt: null })]])
  const forecast = forecastFrom(plan, { standings }, 2)
  expect(spans(forecast)).toEqual(['c 0–1'])
  expect(forecast.stuck).toEqual(['a', 'b', 'd'])
})

test('what may go on later only starts then, and others go before it', () => {
  const plan = planOf([stream('a', 4), stream('b', 1)])
  const standings = new Map([['a', standing({ remaining: 4, availableAt: 0.5 })]])
  expect(spans(forecastFrom(plan, { standings }, 1))).toEqual(['b 0–1', 'a 1–5'])
})

test('work outside of the streams takes a worker and keeps its files', () => {
  const plan = planOf([stream('a', 4, { files: ['x'] }), stream('b', 1), stream('c', 1)])
  const occupied = [{ files: ['x'], until: 2 }]
  expect(spans(forecastFrom(plan, { occupied }, 2))).toEqual(['b 0–1', 'c 1–2', 'a 2–6'])
})

test('what has begun keeps its files, though nobody may be at it, and goes first', () => {
  const plan = planOf([stream('a', 1, { files: ['x'] }), stream('b', 4, { files: ['x'] })])
  const standings = new Map([['a', standing({ remaining: 0.5, begun: true, availableAt: 1 })]])
  expect(spans(forecastFrom(plan, { standings }, 2))).toEqual(['a 1–1.5', 'b 1.5–5.5'])
})

test('files of what waits for a person hold nobody up', () => {
  const plan = planOf([stream('a', 1, { files: ['x'] }), stream('b', 4, { files: ['x'] })])
  const standings = new Map([['a', standing({ remaining: 0.5, begun: true, availableAt: null })]])
  expect(spans(forecastFrom(plan, { standings }, 2))).toEqual(['b 0–4'])
})

test('more run than there are workers: they end, then as many go on as there are', () => {
  const plan = planOf([stream('a', 3), stream('b', 3), stream('c', 1), stream('d', 1)])
  const running = standing({ running: true, begun: true, remaining: 2 })
  const standings = new Map([
    ['a', running],
    ['b', running],
  ])
  expect(spans(forecastFrom(plan, { standings }, 1))).toEqual(['a 0–2', 'b 0–2', 'c 2–3', 'd 3–4'])
})

const anyStanding = fc.record({
  remaining: fc.constantFrom(0, 0.25, 1, 2.5),
  landed: fc.constantFrom(false, false, true),
  running: fc.constantFrom(false, false, true),
  begun: fc.boolean(),
  availableAt: fc.constantFrom(0, 0, 0, 1.5, null),
})

test('no forecast from any state starts what runs later, what is not there sooner, or what waits before its needs', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.tuple(anyStanding, fc.nat(5), fc.subarray(['x', 'y'])), { maxLength: 6 }), {
        maxLength: 3,
      }),
      fc.integer({ min: 1, max: 4 }),
      (groups, workers) => {
        const standings = new Map<string, Standing>()
        const plan = planOf(
          ...groups.map((group, at) =>
            group.map(([facts, need, files], index) => {
              standings.set(`${at}-${index}`, facts)
              return stream(`${at}-${index}`, 3, {
                files,
                dependsOn: need < index ? [`${at}-${need}`] : [],
              })
            }),
          ),
        )
        const forecast = forecastFrom(plan, { standings }, workers)
        const times = new Map(forecast.streams.map((each) => [each.id, each]))
        const of = (id: string) => standings.get(id) as Standing
        const all = plan.phases.flatMap(({ streams }) => streams)
        for (const { id, dependsOn } of all) {
          const own = times.get(id)
          // Each is landed, foreseen or stuck, and nothing is two of these.
          expect(
            [of(id).landed, own !== undefined, forecast.stuck.includes(id)].filter(Boolean),
          ).toHaveLength(1)
          if (!own) continue
          if (of(id).running) expect(own.start).toBe(0)
          else expect(own.start).toBeGreaterThanOrEqual(of(id).availableAt ?? Infinity)
          if (of(id).running) continue
          for (const need of dependsOn)
            if (!of(need).landed) expect(own.start).toBeGreaterThanOrEqual(times.get(need)?.end ?? Infinity)
        }
        for (const one of forecast.streams) {
          if (of(one.id).running || one.end === one.start) continue
          const beside = forecast.streams.filter(({ start, end }) => start <= one.start && one.start < end)
          expect(beside.length).toBeLessThanOrEqual(workers)
          const files = (id: string) => all.find((each) => each.id === id)?.files ?? []
          for (const other of beside)
            if (other.id !== one.id)
              expect(files(one.id).filter((file) => files(other.id).includes(file))).toEqual([])
        }
        expect(forecast.lowerBound).toBeLessThanOrEqual(forecast.length + 1e-9)
      },
    ),
    { numRuns: 300 },
  )
})
