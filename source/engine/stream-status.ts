import type { Batch, Session, Silence, StreamFacts } from '../model/session.ts'
import { isDeclared } from '../plan/is-declared.ts'
import { filesOf, findStream } from '../plan/stream-graph.ts'
import { batchState, currentBatch, hasLanded, hasStarted, isFinished, lastAttempt } from './batch-state.ts'
import { haltOf, haltText } from './halts.ts'
import { lengthText } from './length-text.ts'
import { unmetNeeds } from './needs.ts'
import { openQuestions } from './on-report.ts'
import { waitsForAPerson, waitText } from './waits.ts'

export type StreamStatusName =
  | 'running'
  | 'stuck'
  | 'waits'
  | 'ready'
  | 'blocked'
  | 'complete'
  | 'failed'
  | 'paused'
  | 'queued'

export interface StreamStatus {
  name: StreamStatusName
  /** Evidence, or what it waits for; may be empty. */
  why: string
  /** When the newest fact it rests on happened, ms since 1970. */
  since: number | null
  /** What a person types next, if anything. */
  next: string | null
}

const FAILED = ['failed', 'timed-out', 'lost', 'not-started', 'empty']

/** The one place that says how a stream stands. Derived from facts each time, never stored. */
export function streamStatus(session: Session, id: string): StreamStatus {
  const facts = session.streams[id] as StreamFacts
  const batch = currentBatch(facts)
  const last = batch && lastAttempt(batch)
  const since = last?.endedAt ?? last?.startedAt ?? lastEnd(facts)
  const status = (name: StreamStatusName, why: string, next: string | null = null) => ({
    name,
    why,
    since,
    next,
  })

  if (batch && batchState(batch) === 'running') {
    if (facts.paused || session.paused) return status('paused', `${batch.id} is held`, 'resume')
    if (last?.asks) return { ...status('waits', last.asks.title, 'approve'), since: last.asks.at }
    if (last?.waits && !last.exitedAt) return status('blocked', waitText(session, last.waits))
    if (last?.exitedAt) return status('running', `${batch.id} has ended, its work is collected`)
    if (last?.silent) {
      return { ...status('stuck', silenceText(last.silent), `cancel ${id}`), since: last.silent.since }
    }
    const [question] = openQuestions(facts)
    if (question) return { ...status('running', `asks you: ${question.text}`), since: question.at }
    return status('running', last?.note || batch.id, last?.agent === 'manual' ? 'check' : null)
  }
  if (hasLanded(facts)) return status('complete', `landed${untouchedText(session, facts)}`)
  if (facts.absent === 'asked')
    return status('waits', `the plan no longer has it: 'drop ${id}' or 'keep ${id}'`, `keep ${id}`)
  if (isFinished(facts) || !batch)
    return status('complete', `not landed yet${untouchedText(session, facts)}`, 'checkpoint')
  // What lifts by itself asks nothing of a person.
  if (facts.block)
    return status(
      'blocked',
      waitText(session, facts.block),
      waitsForAPerson(session, id) ? `unblock ${id}` : null,
    )
  if (facts.paused || session.paused) return status('paused', '', 'resume')
  const needs = unmetNeeds(session, id)
  if (needs.length > 0) return status('blocked', `waits for ${listed(needs)}`)
  if (facts.workspace.state === 'failed') return status('failed', facts.workspace.detail, 'retry')
  const halt = haltOf(session, id)
  // Nobody has to do anything about one that ends by itself, and 'retry' does not wait for that.
  if (halt) {
    const next = halt.until === null && !halt.isOver ? `retry ${id}` : null
    return { ...status('blocked', haltText(halt), next), since: halt.since }
  }
  const state = batchState(batch)
  const yours = state === 'wanted' ? null : conflictStatus(batch)
  if (yours) return status('waits', ...yours)
  if (state === 'wanted') return status('queued', `${batch.id} starts when a worker is free`)
  if (state === 'max-cost') return status('waits', last?.ending?.detail ?? state, 'budget')
  if (last?.judging) return status('running', `${batch.id} is judged again`)
  if (state === 'taken-back')
    return status(
      'waits',
      `${batch.id} was taken back by rollback-${batch.takenBack}: 'retry ${id}' brings its work again, 'continue ${id}' has it done anew`,
      `retry ${id}`,
    )
  if (FAILED.includes(state)) {
    // No further work takes out what is in the history: another try would be paid for in vain.
    const next = last?.ending?.reason === 'history' ? `rewrite ${id}` : 'retry'
    return status('failed', `${batch.id}: ${last?.ending?.detail ?? state}`, next)
  }
  if (facts.workspace.state !== 'ready') return status('ready', 'its workspace is being prepared', 'continue')
  return status(hasStarted(facts) ? 'waits' : 'ready', foundSentence(batch), 'continue')
}

/** What the plan gives the stream and nothing of its work has changed: done it may be, but this is to be seen. */
function untouchedText({ plan }: Session, { id, batches }: StreamFacts): string {
  const stream = findStream(plan, id)
  const attempts = batches.flatMap((batch) => batch.attempts).filter(({ ending }) => ending?.kind === 'done')
  if (!stream || attempts.length === 0) return ''
  const touched = attempts.flatMap(({ files }) => files)
  const missing = [...filesOf(stream)].filter(
    (file) => !touched.some((each) => isDeclared(each, [file], { anyDepth: true })),
  )
  return missing.length === 0 ? '' : `, did not touch ${listed(missing)}`
}

/** A conflict that is no agent's: why it waits, and for which word. */
function conflictStatus({ kind, resolver, files }: Batch): [why: string, next: string | null] | null {
  if (kind !== 'conflict' || !resolver || resolver === 'agent') return null
  if (resolver === 'aborting') return ['its merge is being dropped', null]
  return resolver === 'person'
    ? [`you resolve ${files.join(', ') || 'its conflict'}. Type 'continue' when it is done`, 'continue']
    : ["its merge was dropped. Type 'continue' or 'open'", 'continue']
}

/** What was seen, not what it means. */
export const silenceText = ({ cpuSeconds, seconds }: Silence): string =>
  `no output, and ${cpuSeconds.toFixed(1)} s of CPU in the last ${lengthText(seconds * 1000)}`

/** The plan's own words for a batch that is there to be done. */
export const foundSentence = (batch: Batch): string => `Found ${batch.id}. Type 'continue'`

const listed = (ids: string[]): string =>
  ids.length > 3 ? `${ids.slice(0, 3).join(', ')} …` : ids.join(', ')

const lastEnd = ({ batches }: StreamFacts): number | null =>
  batches.reduce<number | null>((latest, batch) => lastAttempt(batch)?.endedAt ?? latest, null)
