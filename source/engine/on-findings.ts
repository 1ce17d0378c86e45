import type { Effect } from '../model/effect.ts'
import type { EventOf } from '../model/event.ts'
import { type Finding, findingLine } from '../model/finding.ts'
import type { Session } from '../model/session.ts'
import { batchState, currentBatch } from './batch-state.ts'
import { type BeingJudged, givenBack, isAnswered } from './open-findings.ts'
import { say, withAttempt, withBatch, withLanding } from './patch.ts'
import type { Updated } from './update.ts'

/** Lines in the pane: who wants more types 'scan'. */
const MOST_SAID = 10

export function sayFindings(before: Session, at: number, stream: string, findings: Finding[]): Session {
  let session = before
  for (const finding of findings.slice(0, MOST_SAID))
    session = say(session, at, stream, findingLine(finding), finding.severity === 'error' ? 'bad' : 'warn')
  const more = findings.length - MOST_SAID
  return more > 0 ? say(session, at, stream, `… and ${more} more. Type 'scan ${stream}'`, 'warn') : session
}

/** What the next try is told: everything that was found, each with what to do. */
export const failureText = (detail: string, findings: readonly Finding[]): string =>
  [detail, ...findings.map((finding) => `${findingLine(finding)}\n    ${finding.mend}`)].join('\n')

/** Why work does not pass, in one sentence without its end. */
export function evidence({
  blocking,
  unread,
  isHistory,
}: {
  blocking: readonly Finding[]
  unread: readonly string[]
  isHistory: boolean
}): string {
  const [first] = blocking
  if (!first) return `The checks did not run to their end: ${unread.join(' ')}`
  const rest = blocking.length > 1 ? ` and ${blocking.length - 1} more` : ''
  const what = `${first.code} in ${first.file}${rest}`
  return isHistory
    ? `what was taken out again is still in its commits: ${what}`
    : `its work is kept from landing by what was found: ${what}`
}

/** What a person can type about the first thing that blocks; empty where nothing does. */
export function answersText(findings: readonly Finding[]): string {
  const first = findings.find(({ severity }) => severity === 'error')
  if (!first) return ''
  const { code, file } = first
  return code === 'other-streams-file'
    ? `'handover ${file}' gives the change to the file's owner, 'amend ${file}' keeps it here, 'refuse ${file}' has it undone`
    : `'retry' to have it mended, 'allow ${code} ${file}' to let it stay, or 'skip'`
}

/** From now on it may stay. What was given back because of it is judged again, and a repair of it is not needed. */
export function onAllowed(before: Session, { at, code, file, by }: EventOf<'finding-allowed'>): Updated {
  const session: Session = { ...before, allowed: [...before.allowed, { code, file, by, at }] }
  const said = say(session, at, 'orchestrator', `${code} in ${file} may stay in this session, says ${by}.`)
  return answered(said, at, Object.keys(session.streams))
}

/** Judges again what was given back, takes repairs away that are not needed any more, and lets their landing be asked for again. */
export function answered(before: Session, at: number, streams: readonly string[]): Updated {
  let session = before
  const effects: Effect[] = []
  for (const stream of streams) {
    const again = judgedAgain(session, stream)
    session = again.session
    effects.push(...again.effects)
    const repair = needlessRepair(session, stream)
    if (repair !== null) {
      session = withBatch(session, stream, repair, () => ({ skipped: true, wanted: false }))
      session = say(session, at, stream, `${repair} is not needed any more: what was found may stay.`)
    } else if (again.effects.length === 0) continue
    const last = session.landings.at(-1)
    if (last?.state === 'rejected' && last.leftOut.some((left) => left.stream === stream))
      session = withLanding(session, last.number, () => ({ answered: true }))
  }
  return { session, effects }
}

/** Written down, so that a host that dies before the new judgement is there begins it again. */
export function judgedAgain(before: Session, stream: string): Updated {
  const found = givenBack(before, stream)
  return found ? judged(before, { ...found, rewrite: false }) : { session: before, effects: [] }
}

const judged = (before: Session, { rewrite, ...address }: BeingJudged): Updated => ({
  session: withAttempt(before, address, () =>
    rewrite ? { judging: 'rewritten', rewritten: true } : { judging: 'again' },
  ),
  effects: [{ type: 'judge-attempt', ...address, rewrite }],
})

export const onRewriteAsked = (
  before: Session,
  { at, stream, batch, run, by }: EventOf<'rewrite-asked'>,
): Updated =>
  judged(say(before, at, stream, `Making one commit of what has not landed, as ${by} asked …`), {
    ...{ stream, batch, run, rewrite: true },
  })

export const onNotJudged = (before: Session, event: EventOf<'attempt-not-judged'>): Updated => ({
  session: say(
    withAttempt(before, event, () => ({ judging: null })),
    event.at,
    event.stream,
    event.detail,
    'bad',
  ),
  effects: [],
})

/** The id of a batch that nobody is at and that is only about what was answered by now. */
function needlessRepair(session: Session, stream: string): string | null {
  const facts = session.streams[stream]
  const batch = facts && currentBatch(facts)
  if (!batch?.findings || batchState(batch) === 'running' || givenBack(session, stream)) return null
  const errors = batch.findings.filter(({ severity }) => severity === 'error')
  return errors.length > 0 && errors.every((finding) => isAnswered(session, stream, finding))
    ? batch.id
    : null
}
