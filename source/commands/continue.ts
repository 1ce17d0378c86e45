import { batchState, currentBatch, isFinished, isTakenBack } from '../engine/batch-state.ts'
import { isLanding } from '../engine/next-event.ts'
import { nextBatch, tasksOf } from '../engine/on-batch.ts'
import { isPersons, openConflict } from '../engine/on-conflict.ts'
import { streamStatus } from '../engine/stream-status.ts'
import { runningStreams } from '../engine/workers.ts'
import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { type Call, type Command, factsOf } from './command.ts'

export const continueCommand: Command = {
  name: 'continue',
  aliases: ['c', 'go', 'go on', 'carry on', 'next', 'start', 'proceed', 'keep going', 'yes go on'],
  group: 'loop',
  usage: 'continue [STREAM|all]',
  summary: "starts the stream's next batch; from the orchestrator, every stream that waits",
  scope: 'either',
  disabledReason: (call) => (call.stream === null ? whyNothingWaits(call.session) : whyNot(call)),
  run: (call) => {
    const { session, stream, at, by } = call
    const mine = stream !== null && openConflict(factsOf(call))
    if (mine && mine.resolver === 'person')
      return { events: [], answer: () => null, query: { kind: 'settle', stream, batch: mine.id, by } }
    const streams = stream === null ? waitingStreams(session) : [stream]
    const events = streams.flatMap((id): Event[] => {
      const batch = nextBatch(session, id)
      const asked: Event = { type: 'batch-requested', at, stream: id, batch: batch?.id ?? '', by }
      // One whose merge was dropped begins again.
      const isDropped = batch?.resolver === 'nobody'
      return isDropped
        ? [{ type: 'conflict-handed', at, stream: id, batch: batch.id, to: 'agent', by }, asked]
        : [asked]
    })
    return {
      events,
      answer: (now) => ({ text: streams.map((id) => startedSentence(now, id)).join('\n'), exit: 0 }),
    }
  },
}

/**
 * Streams that `continue` on the orchestrator starts: those that could go on, never one that failed, nor one whose work
 * was taken back: whether that is brought again or done anew is said of each.
 */
function waitingStreams(session: Session): string[] {
  return Object.keys(session.streams).filter((id) => {
    const { name } = streamStatus(session, id)
    const batch = nextBatch(session, id)
    if (batch === undefined || isPersons(batch) || isTakenBack(batch)) return false
    return name === 'ready' || name === 'waits'
  })
}

function whyNothingWaits(session: Session): string | null {
  if (waitingStreams(session).length > 0) return null
  const running = runningStreams(session)
  if (isLanding(session)) return 'A checkpoint is being put together. It says when it is done.'
  if (running.length > 0) return `Nothing waits: ${running.join(', ')} running. Type 'status' to look.`
  return "No stream waits for 'continue'. Type 'status' to see why, 'checkpoint' to land what is finished."
}

function whyNot(call: Call): string | null {
  const { session, stream } = call
  const facts = factsOf(call)
  const batch = currentBatch(facts)
  if (!batch || isFinished(facts)) return `Nothing is left to do in ${stream}. Type 'checkpoint' to land it.`
  const state = batchState(batch)
  if (batch.resolver === 'aborting') return `The merge in ${stream} is being dropped.`
  if (state === 'running') return `${batch.id} of ${stream} is running. Type 'check' to look.`
  if (state === 'wanted') return `${batch.id} of ${stream} is asked for and starts when a worker is free.`
  const { name, why } = streamStatus(session, stream as string)
  if (name === 'blocked') return `${stream} is blocked: ${why}.`
  if (name === 'paused') return `${stream} is paused. Type 'resume' first.`
  if (facts.workspace.state === 'failed') return `${facts.workspace.detail} Type 'retry' when that is mended.`
  return null
}

function startedSentence(session: Session, id: string): string {
  const facts = session.streams[id]
  const batch = facts && currentBatch(facts)
  if (!facts || !batch) return `${id}: nothing is left to do.`
  if (batchState(batch) === 'running') return `${id}: ${batch.id} starts: ${tasksOf(session, id, batch.id)}.`
  if (facts.workspace.state !== 'ready') return `${id}: ${batch.id} starts as soon as its workspace is ready.`
  return `${id}: ${batch.id} starts when a worker is free (${session.settings.workers} at a time).`
}
