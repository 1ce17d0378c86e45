import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { summaryText } from '../../../source/cli/telemetry-text.ts'
import { createAnalysis, spread } from '../../../source/telemetry/analyse.ts'
import { csvColumns, csvRow, forExport } from '../../../source/telemetry/export.ts'
import type { Telemetry } from '../../../source/telemetry/schema.ts'

type Loose = { type: Telemetry['type'] } & Record<string, unknown>
const at = (seconds: number, record: Loose): Telemetry =>
  ({ v: 1, at: seconds * 1000, session: 'one', ...record }) as Telemetry

const session = (seconds: number, event: string, more = {}) =>
  at(seconds, {
    ...{
      type: 'session',
      event,
      streams: 2,
      tasks: 4,
      workers: 2,
      unit: 'days',
      planned: 2,
      sequential: 4,
      seconds,
    },
    ...more,
  })
const batch = (seconds: number, event: string, more = {}) =>
  at(seconds, {
    ...{ type: 'batch', stream: 'alpha', batch: 'batch_1', event, attempt: 1, agent: 'claude', model: 'm' },
    ...{ level: null, kind: 'tasks' },
    ...more,
  })

function analysed(...records: Telemetry[]) {
  const analysis = createAnalysis()
  for (const record of records) analysis.add(record)
  return analysis.result()
}

describe('figures', () => {
  const found = analysed(
    session(0, 'opened'),
    batch(0, 'started'),
    batch(0, 'started', { stream: 'beta' }),
    batch(50, 'exited'),
    batch(60, 'ended', { ending: 'done', seconds: 50 }),
    batch(100, 'ended', { stream: 'beta', ending: 'failed', seconds: 100, model: 'n' }),
    at(100, { type: 'stream', stream: 'beta', event: 'waits', reason: 'failed' }),
    batch(150, 'started', { stream: 'beta', attempt: 2 }),
    batch(200, 'ended', { stream: 'beta', ending: 'done', seconds: 50, attempt: 2 }),
    at(200, {
      type: 'gate',
      landing: 1,
      status: 'failed',
      seconds: 10,
      streams: 2,
      failing: 1,
      again: false,
    }),
    at(200, { type: 'gate', landing: 1, status: 'passed', seconds: 10, streams: 2, failing: 0, again: true }),
    at(200, {
      ...{ type: 'checkpoint', number: 1, kind: 'checkpoint', state: 'published', seconds: 20 },
      ...{ streams: 2, leftOut: 0, gates: 2, flaky: 1 },
    }),
    at(200, { type: 'task', stream: 'alpha', task: 'alpha.1', event: 'landed' }),
    at(200, { type: 'task', stream: 'beta', task: 'beta.1', event: 'landed' }),
    at(90, {
      type: 'usage',
      run: 'r1',
      stream: 'alpha',
      batch: 'batch_1',
      agent: 'claude',
      model: 'm',
      usd: 0.2,
    }),
    at(95, {
      type: 'usage',
      run: 'r1',
      stream: 'alpha',
      batch: 'batch_1',
      agent: 'claude',
      model: 'm',
      usd: 0.5,
    }),
    at(96, {
      type: 'usage',
      run: 'r2',
      stream: 'beta',
      batch: 'batch_1',
      agent: 'claude',
      model: 'n',
      usd: null,
    }),
    session(200, 'finished'),
  )

  test('by everything, stream, agent and model', () => {
    expect(found.batches).toMatchObject({ ended: 3, done: 2, endings: { done: 2, failed: 1 } })
    expect(found.streams.beta).toMatchObject({ ended: 2, done: 1, rate: 0.5 })
    expect(found.models).toMatchObject({ m: { ended: 2 }, n: { ended: 1 } })
    expect(found.agents.claude?.seconds).toEqual({ count: 3, p50: 50, p95: 100, p99: 100 })
  })

  test('how the time went', () => {
    expect(found.states).toEqual({ running: 200, waiting: 50, blocked: 0, gating: 20 })
    // 200 s of work, of 2 workers in 200 s; planned were two side by side.
    expect(found.efficiency).toBe(0.5)
    expect(found.forecastError).toBe(1)
  })

  test('what landed and what it cost: the last word of a run counts, what is unknown is told', () => {
    expect(found.tasks).toEqual({ done: 0, landed: 2, perHour: 36 })
    expect(found.cost).toEqual({ usd: 0.5, unknown: 1, perLandedTask: 0.25 })
    expect(found.gates).toMatchObject({ passed: 1, failed: 1, flaky: 1 })
    expect(found.landings).toEqual({ published: 1, rejected: 0, failed: 0, leftOut: 0 })
  })

  test('are read at 80 columns', () => {
    const text = summaryText(found)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(text).toContain('batches      3 ended, 67 % done; p50 50 s, p95 2 min, p99 2 min\n')
    expect(text).toContain('1 flaky; p50 10 s, p95 10 s,\n             p99 10 s\n')
    expect(summaryText(analysed())).toMatch(/^There are no figures yet/)
  })
})

test('time that the session was stopped does not count', () => {
  const found = analysed(
    session(0, 'opened'),
    batch(0, 'started'),
    batch(100, 'ended', { ending: 'done', seconds: 100 }),
    session(100, 'stopped'),
    session(10_000, 'resumed'),
    session(10_100, 'finished'),
  )
  expect(found.efficiency).toBe(0.25)
})

test('a percentile is a value that was measured, and so many percent do not exceed it', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const { p50, p95, p99 } = spread(values)
      for (const [share, value] of [
        [0.5, p50],
        [0.95, p95],
        [0.99, p99],
      ] as const) {
        expect(values).toContain(value)
        expect(values.filter((each) => each <= value).length).toBeGreaterThanOrEqual(share * values.length)
      }
      expect(p50 <= p95 && p95 <= p99).toBe(true)
    }),
  )
})

test('an export has no file names; the same file is another one in another export', () => {
  const finding = at(1, {
    type: 'finding',
    stream: 'a',
    check: 'secrets',
    code: 'c',
    severity: 'error',
    file: 'src/pay.ts',
  })
  const file = (salt: string) => (forExport(finding, salt) as { file: string }).file
  expect(file('x')).toMatch(/^[0-9a-f]{12}$/)
  expect(file('y')).not.toBe(file('x'))
})

test('a table has a column for everything, and nothing in it is a formula', () => {
  const records = [
    at(1, { type: 'decision', by: '=cmd()' }),
    at(2, { type: 'command', name: 'a, "b"', stream: null }),
  ]
  const columns = csvColumns(records)
  expect(columns).toEqual(['at', 'session', 'type', 'v', 'by', 'name', 'stream'])
  expect(records.map((record) => csvRow(record, columns))).toEqual([
    "1000,one,decision,1,'=cmd(),,",
    '2000,one,command,1,,"a, ""b""",',
  ])
})
