import { currentBatch, lastAttempt } from '../../engine/batch-state.ts'
import { unmetNeeds } from '../../engine/needs.ts'
import { isPersons } from '../../engine/on-conflict.ts'
import { openQuestions } from '../../engine/on-report.ts'
import { type StreamStatus, type StreamStatusName, streamStatus } from '../../engine/stream-status.ts'
import { streamOfWork, waitOf } from '../../engine/waits.ts'
import type { Session, StreamFacts } from '../../model/session.ts'
import { ageText, clockText } from '../../text/age.ts'
import type { Role, Theme } from '../theme.ts'
import type { Model } from './model.ts'
import { attemptCost, attemptModel } from './money.ts'
import type { Part } from './parts.ts'

/** How a stream stands: sign and word first, then evidence, age and what to type. */
export function streamParts(model: Model & { session: Session }, theme: Theme, id: string): Part[] {
  const { session, now } = model
  const status = streamStatus(session, id)
  const role = STATUS_ROLES[status.name]
  const sign = {
    text: `${theme.glyphs[status.name]} ${statusWords(session, id, status.name)}`,
    role,
    rank: 0,
  }
  if (status.name === 'running') return [sign, ...runningParts(model, id, status.why)]
  const facts = session.streams[id] as StreamFacts
  const isAsked = status.next === 'approve' || status.next === 'budget'
  const next = isAsked || mayType(session, status.name, facts) ? status.next : null
  const age =
    ['failed', 'stuck'].includes(status.name) && status.since !== null ? ageText(status.since, now) : ''
  return [
    sign,
    {
      text: isAsked ? status.why : evidence(session, status, facts),
      role: 'plain' as const,
      rank: 2,
    },
    { text: age, role: 'dim' as const, rank: 3 },
    { text: next === null ? '' : `type ${next}`, role: 'key' as const, rank: 1 },
  ].filter(({ text }) => text !== '')
}

export const STATUS_ROLES: Record<StreamStatusName, Role> = {
  running: 'running',
  stuck: 'warn',
  waits: 'warn',
  ready: 'accent',
  blocked: 'dim',
  complete: 'good',
  failed: 'bad',
  paused: 'warn',
  queued: 'dim',
}

/** The time its worker printed last; only of the attempt that runs now. */
export function outputTime({ session, lastOutput }: Model, id: string): number | null {
  const since = session === null ? null : startOf(session, id)
  const at = lastOutput[id]
  return at === undefined || since === null || at < since ? null : at
}

export function startOf(session: Session, id: string): number | null {
  const facts = session.streams[id]
  const batch = facts && currentBatch(facts)
  const attempt = batch && lastAttempt(batch)
  return attempt && attempt.ending === null ? (attempt.startedAt ?? attempt.requestedAt) : null
}

function runningParts(model: Model & { session: Session }, id: string, why: string): Part[] {
  const { session, now } = model
  const since = startOf(session, id)
  const clock = { text: since === null ? '' : clockText(since, now), role: 'dim' as const, rank: 1 }
  const batch = currentBatch(session.streams[id] as StreamFacts)
  if (batch && lastAttempt(batch)?.agent === 'manual')
    return [
      { text: 'you work on it', role: 'plain', rank: 3 },
      { text: 'type check when done', role: 'key', rank: 2 },
      clock,
    ]
  const output = outputTime(model, id)
  const attempt = batch && lastAttempt(batch)
  const asks = openQuestions(session.streams[id] as StreamFacts).length > 0
  const parts: Part[] = [
    { text: attempt ? attemptModel(session, attempt) : '', role: 'plain', rank: 2 },
    { text: attempt ? attemptCost(session, attempt) : '', role: 'plain', rank: 1 },
    asks ? { text: why, role: 'warn', rank: 0 } : { text: why, role: 'plain', rank: 3 },
    { text: output === null ? '' : `last output ${ageText(output, now)}`, role: 'plain', rank: 2 },
    clock,
  ]
  return parts.filter(({ text }) => text !== '')
}

function statusWords(session: Session, id: string, name: StreamStatusName): string {
  if (name === 'stuck') return 'looks stuck'
  const facts = session.streams[id]
  if (name !== 'blocked' || !facts) return name
  const wait = waitOf(facts)
  if (wait) return wait.needs === null ? name : `blocked by ${streamOfWork(session, wait.needs)}`
  const [first, ...others] = unmetNeeds(session, id)
  if (first === undefined) return name
  return `blocked by ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`
}

function evidence(session: Session, { name, why }: StreamStatus, facts: StreamFacts): string {
  const batch = currentBatch(facts)
  // Whom it waits for stands beside its sign.
  if (name === 'blocked')
    return waitOf(facts)?.reason ?? (unmetNeeds(session, facts.id).length > 0 ? '' : why)
  if (batch?.kind === 'conflict' && isPersons(batch)) return why.replace(/\. Type .*/, '')
  if ((name === 'waits' || name === 'ready') && facts.workspace.state === 'ready') return `found ${batch?.id}`
  return why
}

/** What would be refused, or happens by itself, is not offered. */
function mayType({ auto, ended }: Session, name: StreamStatusName, { workspace }: StreamFacts): boolean {
  if (ended) return false
  if (name === 'ready' && workspace.state !== 'ready') return false
  return auto === 'off' || ['failed', 'blocked', 'paused', 'stuck'].includes(name)
}
