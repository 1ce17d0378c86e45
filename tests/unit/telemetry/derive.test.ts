import { expect, test } from 'vitest'
import { update } from '../../../source/engine/update.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Session } from '../../../source/model/session.ts'
import { agentName, derive } from '../../../source/telemetry/derive.ts'
import { type Telemetry, telemetrySchema } from '../../../source/telemetry/schema.ts'
import {
  advanced,
  asks,
  done,
  ended,
  exit,
  judged,
  landed,
  landing,
  later,
  leftOut,
  prepared,
  published,
  requested,
  type Step,
  sessionOf,
  spends,
  started,
} from '../../helpers/session.ts'

/** What a session of these steps leaves, by type and the rest of it. */
function told(...steps: Step[]): Telemetry[] {
  const begun = sessionOf([{ alpha: { days: 2, tasks: 2 }, beta: {} }, { last: {} }])
  const { events } = advanced(begun, prepared('alpha'), prepared('beta'), ...steps)
  let now: Session = begun
  return events.flatMap((event: Event) => {
    const before = now
    now = update(before, event).session
    return derive(before, event, now)
  })
}

const of = <Type extends Telemetry['type']>(records: Telemetry[], type: Type) =>
  records.filter((record): record is Extract<Telemetry, { type: Type }> => record.type === type)

test('a batch from its start to its end: agent, tries, how long it worked, its tasks', () => {
  const records = told(
    later(1000, requested('alpha')),
    later(3000, started('alpha')),
    later(63_000, exit('alpha')),
    later(65_000, ended('alpha', 'done')),
  )
  expect(of(records, 'batch')).toMatchObject([
    { event: 'started', stream: 'alpha', batch: 'batch_1', attempt: 1, kind: 'tasks' },
    { event: 'exited' },
    { event: 'ended', ending: 'done', seconds: 60, files: 1 },
  ])
  expect(of(records, 'task')).toMatchObject([{ task: 'alpha.1', event: 'done' }])
  expect(of(records, 'performance')).toMatchObject([
    { what: 'start', seconds: 2 },
    { what: 'collect', seconds: 2 },
  ])
  expect(of(records, 'command')).toMatchObject([{ name: 'continue', stream: 'alpha' }])
})

test('a landing: its runs of tests, what landed, who was left out for a conflict', () => {
  const records = told(
    ...[...done('alpha'), ...done('beta'), landing('checkpoint')],
    judged({ leftOut: [leftOut('beta')] }),
    published,
  )
  expect(of(records, 'checkpoint')).toMatchObject([{ number: 1, state: 'published', streams: 1, leftOut: 1 }])
  expect(of(records, 'conflict')).toMatchObject([{ stream: 'beta', event: 'met', files: 1 }])
  expect(of(records, 'task').filter(({ event }) => event === 'landed')).toMatchObject([{ task: 'alpha.1' }])
  expect(of(records, 'merge')).toEqual([])
})

test('a phase is closed and the next one opened when all of it has landed', () => {
  const records = told(...done('alpha'), ...done('alpha'), ...done('beta'), ...landed('merge'))
  expect(of(records, 'phase')).toMatchObject([
    { index: 0, event: 'closed' },
    { index: 1, event: 'opened' },
  ])
  expect(of(records, 'merge')).toMatchObject([{ state: 'published', streams: 2 }])
})

test('what breaks, what is spent and who waits', () => {
  const records = told(
    ...[requested('alpha'), started('alpha'), spends('alpha', 0.5, undefined, 'a-model'), asks('alpha')],
    ended('alpha', 'lost'),
  )
  expect(of(records, 'error')).toMatchObject([{ where: 'batch', kind: 'lost', stream: 'alpha' }])
  expect(of(records, 'usage')).toMatchObject([{ usd: 0.5, model: 'a-model', stream: 'alpha' }])
  expect(of(records, 'stream').filter(({ event }) => event === 'waits')).toMatchObject([
    { reason: 'permission' },
  ])
})

test('every record fits the schema, and none holds what somebody wrote', () => {
  const records = told(
    { type: 'decision-recorded', at: 1, by: 'alpha', text: 'A SENTENCE of somebody' },
    { type: 'message-left', at: 1, stream: 'alpha', text: 'A SENTENCE of somebody' },
    ...[requested('alpha'), started('alpha'), asks('alpha', { title: 'A SENTENCE', detail: 'A SENTENCE' })],
    ended('alpha', 'failed', { detail: 'A SENTENCE of an agent' }),
  )
  for (const record of records) expect(telemetrySchema.parse(record)).toEqual(record)
  expect(JSON.stringify(records)).not.toContain('SENTENCE')
  expect(of(records, 'decision')).toMatchObject([{ by: 'alpha' }])
})

test.each([
  ['claude', 'claude'],
  ['cmd: /home/ada/agent --key x', 'cmd'],
  ['acp: npx thing', 'acp'],
  ['', 'other'],
])('of the agent %j only its kind is kept', (agent, name) => {
  expect(agentName(agent)).toBe(name)
})

test("a run that takes up its agent's session has spent what that has more by then; tokens without dollars are priced", () => {
  const report = (run: string, usd: number | null, tokensIn: number, session: string, at: number): Event => ({
    ...{ type: 'usage-reported', at, elsewhere: { usd: 0, atLeast: false } },
    report: {
      ...{ at, agent: 'claude', session, run, stream: 'alpha', batch: 'batch_1', model: 'm', usd },
      tokens: { in: tokensIn, out: 0, cacheRead: 0, cacheWrite: 0 },
      rates: { in: 2, out: 0, cacheRead: 0, cacheWrite: 0 },
    },
  })
  const records = told(
    ...[
      report('one', 1, 10, 'first', 1),
      report('one', 1.5, 20, 'first', 2),
      report('two', 2, 50, 'first', 3),
    ],
    report('three', null, 1_000_000, 'second', 4),
  )
  expect(of(records, 'usage')).toMatchObject([
    { run: 'one', usd: 1, tokensIn: 10 },
    { run: 'one', usd: 1.5, tokensIn: 20 },
    { run: 'two', usd: 0.5, tokensIn: 30 },
    { run: 'three', usd: 2, tokensIn: 1_000_000 },
  ])
})
