import { expect, test } from 'vitest'
import { waitingForWorker } from '../../../source/engine/next-event.ts'
import { checkpointTag, integrationBranch, streamBranch } from '../../../source/engine/refs.ts'
import { runningAttempts } from '../../../source/engine/running-attempts.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import {
  agentOf,
  byPriority,
  byWayLeft,
  freeWorkers,
  runningStreams,
} from '../../../source/engine/workers.ts'
import { done, ended, exit, readySession, requested, sessionAfter, started } from '../../helpers/session.ts'

const session = readySession([{ a: {}, b: { days: 3 }, c: {} }, { d: {} }], {
  workers: 2,
  agents: { c: 'manual' },
})

test('priority is the way to the end of the plan; equal ones keep the plan’s order', () => {
  expect(byPriority(session)).toEqual(['b', 'a', 'c', 'd'])
})

test('the way left is shorter by what is finished, so that equal streams go forward together', () => {
  const equal = readySession([{ a: { days: 2 }, b: { days: 2 }, c: { days: 1 } }])
  expect(byWayLeft(equal)).toEqual(['a', 'b', 'c'])
  expect(byWayLeft(sessionAfter(equal, ...done('a')))).toEqual(['b', 'a', 'c'])
})

test('a stream that runs takes a worker, also before its try has started, until it has ended', () => {
  expect(freeWorkers(session)).toBe(2)
  const opened = sessionAfter(session, requested('a'))
  expect([freeWorkers(opened), runningStreams(opened)]).toEqual([1, ['a']])
  expect(freeWorkers(sessionAfter(opened, started('a'), ended('a', 'done')))).toBe(2)
})

test('a worker whose agent has ended is free for another stream while the work is collected', () => {
  const both = sessionAfter(session, requested('a'), started('a'), requested('b'), started('b'))
  const waiting = sessionAfter(both, requested('c'))
  expect([freeWorkers(waiting), waitingForWorker(waiting)]).toEqual([0, 1])
  const exited = sessionAfter(waiting, exit('a'))
  expect(runningStreams(exited)).toEqual(['a', 'b', 'c'])
  expect([freeWorkers(exited), waitingForWorker(exited)]).toEqual([0, 0])
  expect(streamStatus(exited, 'a')).toMatchObject({
    name: 'running',
    why: expect.stringContaining('collected'),
  })
})

test('a running try has its whole address', () => {
  const opened = sessionAfter(session, ...done('b'), requested('b'))
  expect(runningAttempts(opened)).toMatchObject([
    { stream: 'b', batch: 'batch_2', run: 'one.b.batch_2.1', attempt: { agent: 'cmd: work', ending: null } },
  ])
})

test('a stream has the agent that is set for it, else the one of all', () => {
  expect([agentOf(session, 'a'), agentOf(session, 'c')]).toEqual(['cmd: work', 'manual'])
})

test('every ref of ours is under br/', () => {
  expect([integrationBranch(session), streamBranch(session, 'a'), checkpointTag(session, 3)]).toEqual([
    'br/a-plan/integration',
    'br/a-plan/stream/a',
    'br/a-plan/checkpoint-3',
  ])
})

test('a stream that should come after another lets those go first that need not wait, and is held up by nothing', () => {
  const session = readySession([{ a: { days: 3, softAfter: ['b'] }, b: {}, c: {} }], { workers: 3 })
  expect(byWayLeft(session)).toEqual(['b', 'c', 'a'])
  const all = sessionAfter(session, ...['a', 'b', 'c'].map(requested))
  expect(runningStreams(all)).toEqual(['a', 'b', 'c'])
})

test('a stream that names a file which another has begun to change lets those go first that name none of its files', () => {
  const session = readySession([{ a: {}, b: { days: 3 }, c: {} }], { workers: 3 })
  const [phase] = session.plan.phases
  const files = (id: string) => (id === 'c' ? ['docs/c.md'] : id === 'a' ? ['src/'] : ['src/b.ts'])
  const streams = phase?.streams.map((stream) => ({ ...stream, files: files(stream.id) })) ?? []
  const plan = { ...session.plan, phases: phase ? [{ ...phase, streams }] : [] }
  const shared = { ...session, plan }
  expect(byWayLeft(shared)).toEqual(['b', 'a', 'c'])
  expect(byWayLeft(sessionAfter(shared, requested('a')))).toEqual(['a', 'c', 'b'])
})
