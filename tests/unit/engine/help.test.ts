import { describe, expect, test } from 'vitest'
import { helpFor } from '../../../source/engine/help.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import { hasWorkLanded } from '../../../source/engine/waits.ts'
import type { Settings } from '../../../source/model/config.ts'
import type { Task } from '../../../source/model/plan.ts'
import type { Session } from '../../../source/model/session.ts'
import { withStreams } from '../../../source/plan/adapt-plan.ts'
import { allStreams } from '../../../source/plan/stream-graph.ts'
import {
  AT,
  advanced,
  autoTo,
  done,
  ended,
  landed,
  type Phases,
  prepared,
  readySession,
  requested,
  sessionAfter,
  started,
  typesOf,
} from '../../helpers/session.ts'

const PLAN: Phases = [{ slow: { days: 3 }, quick: {} }, { last: { after: ['slow'] } }]

/** Each task has a file of its own and may be done beside the others, unless it says otherwise. */
function session(
  change: (task: Task) => Partial<Task> = () => ({}),
  settings: Partial<Settings> = {},
): Session {
  const made = readySession(PLAN, { workers: 2, ...settings })
  const plan = withStreams(made.plan, (stream) => ({
    ...stream,
    tasks: stream.tasks.map((task) => {
      const whole = { ...task, files: [`${task.id}.js`], parallel: true }
      return { ...whole, ...change(whole) }
    }),
  }))
  return { ...made, plan }
}

const of = (id: string, change: Partial<Task>) => (task: Task) => (task.id === id ? change : {})

/** The slow stream is at its first batch; the other has nothing left to do. */
const waiting = (from: Session): Session =>
  sessionAfter(from, ...done('quick'), requested('slow'), started('slow'))

const helped = (from: Session) => advanced(waiting(from), autoTo('on'))

describe('a free worker', () => {
  test('takes the last batch of a slower stream, as a stream of its own', () => {
    const { session: now, events } = helped(session())
    expect(typesOf({ events })).toEqual(expect.arrayContaining(['stream-helped', 'stream-preparing']))
    expect(now.streams.slow?.batches.map(({ id }) => id)).toEqual(['batch_1', 'batch_2'])
    expect(now.streams['slow-help']).toMatchObject({
      helps: 'slow',
      batches: [{ id: 'batch_3', tasks: ['slow.3'], wanted: true }],
    })
    expect(allStreams(now.plan).map(({ id, duration, dependsOn }) => [id, duration, dependsOn])).toEqual([
      ['slow', 2, []],
      ['slow-help', 1, []],
      ['quick', 1, []],
      ['last', 1, ['slow', 'slow-help']],
    ])
    expect(now.notes.at(-1)?.text).toContain('A free worker helps slow with batch_3 (1 task)')
    const running = sessionAfter(now, prepared('slow-help'), started('slow-help'))
    expect(streamStatus(running, 'slow-help').name).toBe('running')
  })

  test('helps until the stream has landed with what was done for it', () => {
    let now = sessionAfter(
      helped(session()).session,
      prepared('slow-help'),
      started('slow-help'),
      ended('slow-help', 'done'),
    )
    // It has nothing left to do, so it takes the next one as well.
    expect(now.streams['slow-help']?.batches.map(({ id }) => id)).toEqual(['batch_3', 'batch_2'])
    now = sessionAfter(
      now,
      autoTo('off'),
      started('slow-help'),
      ended('slow-help', 'done'),
      ended('slow', 'done'),
    )
    now = sessionAfter(now, ...landed('merge'))
    expect(now.landings[0]?.members.map(({ stream }) => stream).sort()).toEqual([
      'quick',
      'slow',
      'slow-help',
    ])
    expect(hasWorkLanded(now, 'slow')).toBe(true)
  })

  test('that has failed keeps whoever waits for the stream waiting', () => {
    let now = sessionAfter(
      helped(session(undefined, { retries: 0 })).session,
      autoTo('off'),
      prepared('slow-help'),
      started('slow-help'),
      ended('slow-help', 'failed'),
    )
    now = sessionAfter(now, ended('slow', 'done'), ...done('slow'), ...landed('checkpoint'))
    expect(hasWorkLanded(now, 'slow')).toBe(false)
    expect(streamStatus(now, 'last')).toMatchObject({ name: 'blocked', why: 'waits for slow-help' })
    expect(streamStatus(now, 'slow-help')).toMatchObject({ name: 'failed', next: 'retry' })
  })

  test.each([
    ['a task without files in it', of('slow.3', { files: [] }), 'declares no files'],
    ['a task without files anywhere in the stream', of('slow.1', { files: [] }), 'declares no files'],
    ['a task that the plan does not mark', of('slow.3', { parallel: false }), 'does not say that'],
    ['what needs a task that has not landed', of('slow.3', { dependsOn: ['slow.1'] }), "needs 'Task 1'"],
    ['what others need', of('slow.2', { dependsOn: ['slow.3'] }), "need 'Task 3'"],
    ['a file of another task', of('slow.3', { files: ['slow.1.js'] }), 'belongs to other tasks'],
    ['a folder with the file of another task', of('slow.3', { files: ['src/'] }), 'belongs to other tasks'],
    [
      'a file of a stream that has not landed',
      of('slow.3', { files: ['quick.js'] }),
      'quick holds its files',
    ],
    ['a lockfile', of('slow.3', { files: ['package-lock.json'] }), 'is shared between streams'],
  ])('keeps its hands off %s', (_, change, why) => {
    // Its second batch is left out: only the third is asked about.
    const only = waiting(
      session((task) =>
        task.id === 'slow.2' ? { files: ['src/a.js'], parallel: false, ...change(task) } : change(task),
      ),
    )
    expect(helpFor(only, 'slow')).toContain(why)
    expect(sessionAfter(only, autoTo('on')).streams['slow-help']).toBeUndefined()
  })

  test.each([
    ['off', undefined],
    ['on', 'slow'],
  ] as const)('with help %s', (help, helps) => {
    const { session: now } = helped(session(() => ({ parallel: false }), { help }))
    expect(now.streams['slow-help']?.helps).toBe(helps)
  })

  test('starts what waits before it helps', () => {
    const busy = sessionAfter(session(), requested('slow'), started('slow'))
    expect(sessionAfter(busy, autoTo('on')).streams['slow-help']).toBeUndefined()
  })
})

test('a plan that is read again leaves help as it is, also under new names', () => {
  const { session: now } = helped(session())
  const read = session().plan
  const again = sessionAfter(now, { type: 'plan-reread', at: AT, plan: read, by: 'host' })
  expect(again.plan).toEqual(now.plan)
  expect(again.streams).toEqual(now.streams)
  const shorter = withStreams(read, (stream) => ({
    ...stream,
    tasks: stream.tasks.filter(({ id }) => id !== 'slow.3'),
  }))
  const shorn = sessionAfter(now, autoTo('off'), { type: 'plan-reread', at: AT, plan: shorter, by: 'host' })
  expect(Object.keys(shorn.streams)).toEqual(['slow', 'quick', 'last'])
})
