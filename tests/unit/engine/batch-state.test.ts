import { describe, expect, test } from 'vitest'
import {
  batchState,
  concernedTasks,
  currentBatch,
  finishedBatches,
  hasLanded,
  hasStarted,
  isFinished,
  isRunning,
  isSettled,
} from '../../../source/engine/batch-state.ts'
import type { Attempt, Batch, Ending, StreamFacts } from '../../../source/model/session.ts'
import { sessionOf } from '../../helpers/session.ts'

const KINDS: Ending['kind'][] = [
  'done',
  'empty',
  'blocked',
  'failed',
  'cancelled',
  'timed-out',
  'lost',
  'not-started',
  'max-cost',
]

const fresh = sessionOf([{ a: {} }]).streams.a as StreamFacts
const batch = (more: Partial<Batch> = {}): Batch => ({ ...(fresh.batches[0] as Batch), ...more })

const attempt = (kind: Ending['kind'] | null): Attempt => ({
  run: 'r',
  agent: 'manual',
  requestedAt: 1,
  startedAt: 1,
  worker: null,
  base: null,
  told: 0,
  completed: [],
  note: '',
  waits: null,
  questions: [],
  listens: false,
  asks: null,
  answered: null,
  silent: null,
  agentSession: null,
  routed: null,
  ran: null,
  overBudget: null,
  cancelled: false,
  exitedAt: null,
  endedAt: kind && 2,
  ending: kind && { kind, exit: null, signal: null, detail: '' },
  head: null,
  files: [],
  judging: null,
})

const stream = (...batches: Batch[]): StreamFacts => ({ ...fresh, batches })
const open = batch({ id: 'open' })
const running = batch({ id: 'running', attempts: [attempt(null)] })
const finished = batch({ id: 'finished', attempts: [attempt('done')] })
const failed = batch({ id: 'failed', attempts: [attempt('failed')] })
const skipped = batch({ id: 'skipped', skipped: true })
const landed = batch({ id: 'landed', attempts: [attempt('done')], landedIn: 1 })

describe('the state of a batch', () => {
  test.each(KINDS)('after a try that ended as %s', (kind) => {
    expect(batchState(batch({ attempts: [attempt(kind)] }))).toBe(kind === 'done' ? 'finished' : kind)
  })

  test('without a try', () => {
    expect([open, batch({ wanted: true }), skipped, running].map(batchState)).toEqual([
      'open',
      'wanted',
      'skipped',
      'running',
    ])
  })

  test('the last try counts, and an ending without success stays visible until it is wanted again', () => {
    expect(batchState(batch({ attempts: [attempt('done'), attempt('failed')] }))).toBe('failed')
    expect(batchState(batch({ attempts: [attempt('failed'), attempt(null)] }))).toBe('running')
    expect(batchState(batch({ attempts: [attempt('failed')], wanted: true }))).toBe('wanted')
  })

  test('what runs or is finished is not wanted, whatever the flag says', () => {
    expect(batchState(batch({ attempts: [attempt(null)], wanted: true }))).toBe('running')
    expect(batchState(batch({ attempts: [attempt('done')], wanted: true }))).toBe('finished')
  })

  test('landed is for good: nothing that happens later takes it back', () => {
    expect(
      batchState(batch({ landedIn: 1, skipped: true, wanted: true, attempts: [attempt('failed')] })),
    ).toBe('landed')
  })
})

describe('a stream', () => {
  test('is at its running batch, else at the first that is not settled', () => {
    expect(currentBatch(stream(landed, failed, running))?.id).toBe('running')
    expect(currentBatch(stream(landed, skipped, failed, open))?.id).toBe('failed')
    expect(currentBatch(stream(landed, finished, skipped))).toBeUndefined()
  })

  test('is finished when every batch is settled, and has landed when nothing waits to land', () => {
    expect([landed, finished, skipped].every(isSettled)).toBe(true)
    expect([open, running, failed].some(isSettled)).toBe(false)
    expect(isFinished(stream(landed, finished))).toBe(true)
    expect(hasLanded(stream(landed, finished))).toBe(false)
    expect(hasLanded(stream(landed, skipped))).toBe(true)
    expect(isFinished(stream(finished, open))).toBe(false)
  })

  test('without anything to do has landed', () => {
    expect([isFinished(stream()), hasLanded(stream()), hasStarted(stream())]).toEqual([true, true, false])
  })

  test('offers what is finished and not landed yet', () => {
    expect(finishedBatches(stream(landed, finished, open)).map(({ id }) => id)).toEqual(['finished'])
  })

  test('has started with its first try, and runs while one is open', () => {
    expect([hasStarted(stream(open)), hasStarted(stream(failed))]).toEqual([false, true])
    expect([isRunning(stream(failed)), isRunning(stream(failed, running))]).toEqual([false, true])
  })

  test('that mends is about its work that has not landed, else about all of it', () => {
    const mends = batch({ id: 'mends', kind: 'conflict', tasks: [] })
    const [one, two] = [
      { ...landed, tasks: ['a.1'] },
      { ...finished, tasks: ['a.2'] },
    ]
    expect(concernedTasks(stream(one, two, mends), mends)).toEqual(['a.2'])
    expect(concernedTasks(stream(one, mends), mends)).toEqual(['a.1'])
    expect(concernedTasks(stream(one, two), two)).toEqual(['a.2'])
  })
})
