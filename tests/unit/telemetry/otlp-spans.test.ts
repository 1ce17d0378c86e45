import { expect, test } from 'vitest'
import { update } from '../../../source/engine/update.ts'
import type { Session } from '../../../source/model/session.ts'
import { type Span, spansOf } from '../../../source/telemetry/otlp-spans.ts'
import {
  advanced,
  done,
  ended,
  exit,
  landed,
  later,
  prepared,
  requested,
  type Step,
  sessionOf,
  started,
} from '../../helpers/session.ts'

const begun = sessionOf([{ alpha: { days: 2, tasks: 2 }, beta: {} }, { last: {} }])

/** The spans of these steps. `forget`: each as a host tells it that was started just before. */
function told(steps: Step[], forget = false): Span[] {
  const { events } = advanced(begun, prepared('alpha'), prepared('beta'), ...steps)
  let now: Session = begun
  return events.flatMap((event) => {
    const before = forget ? structuredClone(now) : now
    now = update(before, event).session
    return spansOf(before, event, now)
  })
}

const ofFirstPhase: Step[] = [
  ...[later(10_000, requested('alpha')), later(12_000, started('alpha'))],
  ...[later(70_000, exit('alpha')), later(75_000, ended('alpha', 'failed'))],
  ...done('alpha'),
  ...done('alpha'),
  ...done('beta'),
  ...landed('merge'),
]
const named = (spans: Span[], name: string) => spans.filter((span) => span.name === name)

test("a try that failed is a span with its error; what it waited for is not its agent's time", () => {
  const spans = told(ofFirstPhase)
  expect(named(spans, 'batch batch_1')[0]).toMatchObject({ start: 10_000, end: 75_000, error: 'failed' })
  expect(named(spans, 'invoke_agent cmd')[0]).toMatchObject({ start: 12_000, end: 70_000, error: 'failed' })
  expect(named(spans, 'gate')[0]).toMatchObject({ start: 70_000, end: 75_000, error: null })
})

test('a phase that is closed tells of itself and of its streams, and every parent but the session is there', () => {
  const spans = told(ofFirstPhase)
  expect(named(spans, 'phase 0')).toHaveLength(1)
  expect(named(spans, 'stream alpha')).toHaveLength(1)
  expect(named(spans, 'stream last')).toEqual([])
  const ids = new Set(spans.map(({ id }) => id))
  const missing = spans.filter(({ parent }) => parent !== null && !ids.has(parent))
  expect(missing.map(({ name }) => name)).toEqual(['phase 0'])
})

test('no span is told twice, none ends before it begins', () => {
  const spans = told([
    ...ofFirstPhase,
    prepared('last'),
    later(-5, requested('last')),
    later(-9, started('last')),
  ])
  expect(new Set(spans.map(({ id }) => id)).size).toBe(spans.length)
  expect(spans.filter(({ start, end }) => end < start)).toEqual([])
})

test('a host that was started since tells the same', () => {
  expect(told(ofFirstPhase, true)).toEqual(told(ofFirstPhase))
})
