import type { EventOf } from '../model/event.ts'
import type { Batch, Ending, Handed, Session, StreamFacts } from '../model/session.ts'
import { findStream } from '../plan/stream-graph.ts'
import { batchState, currentBatch, isFinished, isTakenBack, lastAttempt } from './batch-state.ts'
import { isHalting } from './halts.ts'
import { workFolder } from './on-conflict.ts'
import { answersText, failureText, sayFindings } from './on-findings.ts'
import { afterProbe, onHalted, withProbe } from './on-halt.ts'
import { liftWaits, onBlockedEnd } from './on-report.ts'
import { sayWhatIsNext } from './on-stream.ts'
import { findAttempt, say, withAttempt, withBatch, withStream } from './patch.ts'
import { runningAttempts } from './running-attempts.ts'
import { silenceText } from './stream-status.ts'
import type { Updated } from './update.ts'

export const onRequested = (before: Session, { stream, batch }: EventOf<'batch-requested'>): Updated => ({
  session: withBatch(before, stream, batch, () => ({ wanted: true })),
  effects: [],
})

export function onSkipped(before: Session, { at, stream, batch, by }: EventOf<'batch-skipped'>): Updated {
  // 'skip all' in auto: what was left out first may have let this one begin.
  if (runningAttempts(before).some((each) => each.stream === stream && each.batch === batch))
    return { session: before, effects: [] }
  const session = withBatch(before, stream, batch, () => ({ skipped: true, wanted: false }))
  const told = say(session, at, stream, `${batch} skipped by ${by}.`)
  return {
    // Nobody waits for what will not be done.
    session: sayWhatIsNext(liftWaits(told, at), at, stream),
    effects: [],
  }
}

export function onRepairRequested(
  before: Session,
  { at, stream, failure, by }: EventOf<'repair-requested'>,
): Updated {
  const session = withExtraBatch(before, stream, { kind: 'repair', files: [], failure })
  return { session: say(session, at, stream, `A repair batch was asked for by ${by}.`), effects: [] }
}

export function onOpened(
  before: Session,
  { at, stream, batch, run, agent }: EventOf<'attempt-opened'>,
): Updated {
  const facts = before.streams[stream]
  const isAnew = facts?.batches.some((each) => each.id === batch && isTakenBack(each)) ?? false
  // What is done anew needs nothing of what mended its first form.
  const free = isAnew ? withStream(before, stream, withoutMends) : before
  const session = withBatch(free, stream, batch, ({ attempts }) => ({
    wanted: false,
    takenBack: null,
    attempts: [...attempts, newAttempt(run, agent, at)],
  }))
  return {
    session: withProbe(session, { agent, run }),
    effects: [{ type: 'start-attempt', stream, batch, run }],
  }
}

const withoutMends = ({ batches }: StreamFacts): Pick<StreamFacts, 'batches'> => ({
  batches: batches.map((each) =>
    isTakenBack(each) && each.kind !== 'tasks' ? { ...each, takenBack: null, skipped: true } : each,
  ),
})

export function onStarted(before: Session, event: EventOf<'attempt-started'>): Updated {
  const { at, stream, batch, worker, base, told, listens = false } = event
  const session = withAttempt(before, event, () => ({ startedAt: at, worker, base, told, listens }))
  const attempts = session.streams[stream]?.batches.find(({ id }) => id === batch)?.attempts ?? []
  const { length } = attempts
  const tasks = tasksOf(session, stream, batch)
  const facts = session.streams[stream]
  const where = (facts && workFolder(facts)) ?? ''
  const text =
    attempts.at(-1)?.agent === 'manual'
      ? `${batch} is yours: ${titlesOf(session, stream, batch) || tasks}. Work in ${where} and type 'check' when it is done.`
      : `${batch} started${length > 1 ? `, try ${length}` : ''}: ${tasks}.`
  return { session: say(session, at, stream, text), effects: [] }
}

export const onInSession = (before: Session, event: EventOf<'attempt-in-session'>): Updated => ({
  session: withAttempt(before, event, () => ({ agentSession: event.agentSession })),
  effects: [],
})

/** Never ended by itself: a model may think for long, and what it has not committed would be torn off. */
export function onSilent(before: Session, event: EventOf<'attempt-silent'>): Updated {
  const { at, stream, batch, silence } = event
  if (findAttempt(before, event)?.ending !== null) return { session: before, effects: [] }
  const session = withAttempt(before, event, () => ({ silent: silence }))
  const text = silence
    ? `${batch} looks stuck: ${silenceText(silence)}. It is left alone: wait, or type 'cancel ${stream}'.`
    : `${batch} shows signs of life again.`
  return { session: say(session, at, stream, text, silence ? 'warn' : 'info'), effects: [] }
}

export function onCancelled(before: Session, event: EventOf<'attempt-cancelled'>): Updated {
  const { stream, batch, run } = event
  const session = withAttempt(before, event, () => ({ cancelled: true }))
  return { session, effects: [{ type: 'end-attempt', stream, batch, run }] }
}

export const onHandedIn = (
  before: Session,
  { stream, batch, run }: EventOf<'attempt-handed-in'>,
): Updated => ({
  session: before,
  effects: [{ type: 'hand-in-attempt', stream, batch, run }],
})

/** Its agent is gone, so another one may start while its work is collected. */
export const onExited = (before: Session, event: EventOf<'attempt-exited'>): Updated => ({
  session: withAttempt(before, event, () => ({ exitedAt: event.at, asks: null, silent: null })),
  effects: [],
})

export function onEnded(before: Session, event: EventOf<'attempt-ended'>): Updated {
  const { at, stream, batch, ending, head, files, notes, findings = [] } = event
  let session = withAttempt(before, event, () => ({
    endedAt: at,
    ending,
    head,
    files,
    findings,
    judging: null,
    asks: null,
    silent: null,
  }))
  for (const note of notes) session = say(session, at, stream, note, 'warn')
  session = sayFindings(session, at, stream, findings)
  session = afterProbe(session, event)
  const agent = findAttempt(session, event)?.agent
  if (agent !== undefined && isHalting(ending)) return onHalted(session, event, agent)
  if (ending.kind === 'done') return onDone(session, event)
  if (ending.kind === 'blocked') return { session: onBlockedEnd(session, event), effects: [] }
  const again = isTriedAgain(session, stream, batch, ending)
  session = withBatch(session, stream, batch, ({ failure }) => ({
    wanted: again,
    failure: SAYS_NOTHING.includes(ending.kind) ? failure : failureText(ending.detail, findings),
  }))
  const answers = answersText(findings)
  const next = again
    ? `Trying again.${answers && ` Or your call: ${answers}.`}`
    : callFor(stream, ending, answers)
  return {
    session: say(
      session,
      at,
      stream,
      `${batch} ${WORDS[ending.kind]}: ${ending.detail.replace(/\.$/, '')}. ${next}`,
      'bad',
    ),
    effects: [],
  }
}

/** What a person can say to it. */
export function callFor(stream: string, { kind, reason }: Ending, answers: string): string {
  if (kind === 'max-cost') return "Your call: 'budget' to raise it, or 'skip'."
  if (reason === 'history') return `Your call: 'rewrite ${stream}' makes one commit of them without it.`
  if (reason === 'findings') return `Your call: ${answers || "'retry' or 'skip'"}.`
  return "Your call: 'retry', 'skip', or 'log' to look."
}

const WORDS: Record<Exclude<Ending['kind'], 'done' | 'blocked'>, string> = {
  empty: 'changed nothing',
  failed: 'failed',
  cancelled: 'was cancelled',
  'timed-out': 'timed out',
  lost: 'was lost',
  'not-started': 'did not start',
  'max-cost': 'stops at a ceiling',
}

const toldTo = ({ batches }: StreamFacts, id: string): number =>
  batches.find((batch) => batch.id === id)?.attempts.at(-1)?.told ?? 0

function onDone(before: Session, { at, stream, batch, head, ending }: EventOf<'attempt-ended'>): Updated {
  const session = withStream(
    withBatch(before, stream, batch, () => ({ wanted: false, failure: null })),
    stream,
    (facts) => ({
      head: head ?? facts.head,
      // What was said to it meanwhile is for its next batch, and what a failed try was told is told again.
      messages: facts.messages.slice(toldTo(facts, batch)),
    }),
  )
  const facts = session.streams[stream]
  const more =
    facts && isFinished(facts) ? "Done. Nothing more here. Type 'checkpoint'" : "Done. Type 'check' for more"
  const commit = head ? `, commit ${head.slice(0, 7)}` : ''
  const text = `${batch}: ${tasksOf(session, stream, batch)}${commit}. ${ending.detail}`.trim()
  const told = say(session, at, stream, text, 'good')
  // Nobody is to type anything while it goes on by itself.
  const asked = session.auto === 'off' ? say(told, at, stream, more) : told
  return { session: asked, effects: [{ type: 'publish-stream', stream }] }
}

/** Endings that use up no try: a person's word and a ceiling say nothing about the work. */
const SAYS_NOTHING: Ending['kind'][] = ['cancelled', 'max-cost']

/** A failure is tried again by itself, `retries` times; what ended on purpose, or never could start, waits for a person. */
function isTriedAgain(session: Session, stream: string, id: string, { kind, reason }: Ending): boolean {
  const batch = session.streams[stream]?.batches.find((each) => each.id === id)
  // It had its second turn already, and would do the same again; what is in the history no further work takes out.
  if (reason === 'max-turns' || reason === 'history') return false
  const automatic =
    kind === 'failed' ||
    kind === 'timed-out' ||
    (session.auto !== 'off' && (kind === 'lost' || kind === 'empty'))
  if (!batch || !automatic) return false
  const tries = batch.attempts.filter(
    ({ ending }) => ending && !SAYS_NOTHING.includes(ending.kind) && !isHalting(ending),
  ).length
  return tries <= session.settings.retries
}

/** A batch that the plan does not have: a conflict or a failing test to mend. It comes before the stream's open ones. */
export function withExtraBatch(
  session: Session,
  stream: string,
  {
    kind,
    files,
    failure,
    findings,
    handed = [],
  }: Pick<Batch, 'kind' | 'files' | 'failure' | 'findings'> & {
    handed?: Handed[]
  },
): Session {
  return withStream(session, stream, ({ batches }) => {
    const numbers = batches.map(({ id }) => Number(/\d+$/.exec(id)?.[0] ?? 0))
    const extra: Batch = {
      id: `batch_${Math.max(0, ...numbers) + 1}`,
      kind,
      tasks: [],
      files,
      failure,
      news: null,
      wanted: false,
      attempts: [],
      skipped: false,
      handed,
      ...(findings ? { findings } : {}),
      landedIn: null,
    }
    const firstOpen = batches.findIndex((batch) => !lastAttempt(batch) && batchState(batch) !== 'skipped')
    const at = firstOpen < 0 ? batches.length : firstOpen
    return { batches: [...batches.slice(0, at), extra, ...batches.slice(at)] }
  })
}

/** How a batch is called in a sentence: "2 tasks", or what it is to mend. */
export function tasksOf(session: Session, stream: string, id: string): string {
  const batch = session.streams[stream]?.batches.find((each) => each.id === id)
  if (batch?.kind === 'conflict') return `conflict in ${batch.files.join(', ') || 'no file any more'}`
  if (batch?.kind === 'repair' && batch.handed.length > 0)
    return `what others did to ${batch.handed.map(({ file }) => file).join(', ')}`
  if (batch?.kind === 'repair') return batch.findings ? 'what was found, to mend' : 'failing tests to mend'
  const count = batch?.tasks.length ?? 0
  return `${count} ${count === 1 ? 'task' : 'tasks'}`
}

/** What the batch's tasks are called, for a person who is to do them. */
function titlesOf(session: Session, stream: string, id: string): string {
  const wanted = session.streams[stream]?.batches.find((each) => each.id === id)?.tasks ?? []
  const tasks = findStream(session.plan, stream)?.tasks ?? []
  return tasks
    .filter((task) => wanted.includes(task.id))
    .map(({ title }) => title)
    .join(' · ')
}

const newAttempt = (run: string, agent: string, at: number): Batch['attempts'][number] => ({
  run,
  agent,
  requestedAt: at,
  startedAt: null,
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
  agentSession: null,
  silent: null,
  routed: null,
  ran: null,
  overBudget: null,
  cancelled: false,
  exitedAt: null,
  endedAt: null,
  ending: null,
  head: null,
  files: [],
  judging: null,
})

/** The batch `continue` would start: the current one, unless it runs or is asked for already. */
export function nextBatch(session: Session, stream: string): Batch | undefined {
  const facts = session.streams[stream]
  const batch = facts && currentBatch(facts)
  return batch && !['running', 'wanted'].includes(batchState(batch)) ? batch : undefined
}
