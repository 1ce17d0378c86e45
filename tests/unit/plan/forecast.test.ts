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
