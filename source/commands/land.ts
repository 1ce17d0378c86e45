import { unfinishedBeforeMerge } from '../engine/needs.ts'
import { isLanding } from '../engine/next-event.ts'
import { offered } from '../engine/on-landing.ts'
import { streamStatus } from '../engine/stream-status.ts'
import type { Answer } from '../model/message.ts'
import type { Landing, Session } from '../model/session.ts'
import type { Call, Command, Outcome } from './command.ts'

export const checkpoint: Command = {
  name: 'checkpoint',
  aliases: ['cp', 'land', 'merge what is done', 'integrate'],
  group: 'loop',
  usage: 'checkpoint',
  summary: 'lands what is finished: merged in the best order, smoke-tested, shared with every stream',
  scope: 'session',
  personOnly: true,
  disabledReason: ({ session }) => {
    if (isLanding(session)) return 'One is being put together already. It says when it is done.'
    if (offered(session).length > 0) return null
    return "There is nothing finished to land. Type 'continue' to start a batch, 'status' to look."
  },
  run: (call) => land(call, 'checkpoint'),
}

export const merge: Command = {
  name: 'merge',
  aliases: ['merge all', 'merge everything', 'final merge', 'm'],
  group: 'loop',
  usage: 'merge',
  summary: 'closes the phase: lands every stream of it, runs the full test suite, opens what comes next',
  scope: 'session',
  personOnly: true,
  disabledReason: ({ session }) => {
    if (isLanding(session)) return 'A checkpoint is being put together. Merge when it is done.'
    if (session.ended?.how === 'finished') return finishedSentence(session)
    const unfinished = unfinishedBeforeMerge(session)
    if (unfinished.length === 0) return null
    const list = unfinished.map((id) => {
      const { name, why } = streamStatus(session, id)
      return `\n  ${id}: ${name}${why ? `, ${why}` : ''}`
    })
    return `Not yet: ${unfinished.length} of this phase's streams are unfinished.${list.join('')}\nType 'checkpoint' to land what is done.`
  },
  run: (call) => land(call, 'merge'),
}

export const updateCommand: Command = {
  name: 'update',
  aliases: ['pull', 'rebase', 'sync with base'],
  group: 'loop',
  usage: 'update',
  summary: 'takes what your base branch has got meanwhile into integration, tested like a checkpoint',
  scope: 'session',
  personOnly: true,
  disabledReason: ({ session }) => {
    if (isLanding(session)) return 'A checkpoint is being put together. Update when it is done.'
    return session.repo.branch === null
      ? 'The session began on a detached HEAD, so there is no base branch to follow.'
      : null
  },
  run: (call) => land(call, 'update'),
}

export function land({ session, at, by }: Call, kind: Landing['kind'], restores?: number): Outcome {
  const before = session.landings.length
  return {
    events: [{ type: 'landing-requested', at, kind, ...(restores === undefined ? {} : { restores }), by }],
    answer: (now) => landingAnswer(now, now.landings[before]),
  }
}

/** Answers when the landing is over: what landed, who was left out and why; exit 4 for a conflict, 3 for a red gate. */
function landingAnswer(session: Session, landing: Landing | undefined): Answer | null {
  if (!landing || landing.endedAt === null) return null
  const since = session.notes.filter(
    ({ at, about }) => about === 'orchestrator' && at >= (landing.endedAt as number),
  )
  const text = since.map((note) => note.text).join('\n') || landing.detail
  return { text, exit: landingExit(landing) }
}

export function landingExit({ state, leftOut, verdict }: Landing): 0 | 1 | 3 | 4 {
  if (leftOut.some(({ reason }) => reason === 'conflict')) return 4
  if (leftOut.length > 0 || state === 'rejected') return 3
  if (verdict?.status === 'failed' || verdict?.status === 'did-not-run') return 3
  return state === 'failed' ? 1 : 0
}

export const finishedSentence = ({ slug }: Session): string =>
  `Everything in the plan has landed. Bring it home: git merge br/${slug}/integration`
