import type { Effect } from '../model/effect.ts'
import type { EventOf } from '../model/event.ts'
import { type Finding, findingLine } from '../model/finding.ts'
import type { Allowance, Session } from '../model/session.ts'
import { batchState, currentBatch, lastAttempt } from './batch-state.ts'
import { say, withBatch } from './patch.ts'
import type { RunningAttempt } from './running-attempts.ts'
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

/** From now on it may stay. What was given back because of it is judged again, and a repair of it is not needed. */
export function onAllowed(before: Session, { at, code, file, by }: EventOf<'finding-allowed'>): Updated {
  let session: Session = { ...before, allowed: [...before.allowed, { code, file, by, at }] }
  session = say(session, at, 'orchestrator', `${code} in ${file} may stay in this session, says ${by}.`)
  const effects: Effect[] = []
  for (const { id } of Object.values(session.streams)) {
    const found = givenBack(session, id)
    if (found) effects.push({ type: 'judge-attempt', ...found, rewrite: false })
    const repair = needlessRepair(session, id)
    if (repair === null) continue
    session = withBatch(session, id, repair, () => ({ skipped: true, wanted: false }))
    session = say(session, at, id, `${repair} is not needed any more: what was found may stay.`)
  }
  return { session, effects }
}

export const onRewriteAsked = (
  before: Session,
  { at, stream, batch, run, by }: EventOf<'rewrite-asked'>,
): Updated => ({
  session: say(before, at, stream, `Making one commit of what has not landed, as ${by} asked …`),
  effects: [{ type: 'judge-attempt', stream, batch, run, rewrite: true }],
})

/** The try whose work the checks gave back, where nothing has followed it yet. */
export function givenBack(session: Session, stream: string): Omit<RunningAttempt, 'attempt'> | null {
  const facts = session.streams[stream]
  const batch = facts && currentBatch(facts)
  const attempt = batch && lastAttempt(batch)
  const reason = attempt?.ending?.reason
  return batch && attempt && (reason === 'findings' || reason === 'history')
    ? { stream, batch: batch.id, run: attempt.run }
    : null
}

/** The id of a batch that nobody has begun and that is only about what may stay by now. */
function needlessRepair(session: Session, stream: string): string | null {
  const facts = session.streams[stream]
  const batch = facts && currentBatch(facts)
  if (!batch?.findings || lastAttempt(batch) || batchState(batch) === 'skipped') return null
  const errors = batch.findings.filter(({ severity }) => severity === 'error')
  return errors.length > 0 && errors.every((finding) => isAllowed(session.allowed, finding)) ? batch.id : null
}

const isAllowed = (allowed: readonly Allowance[], { code, file }: Finding): boolean =>
  allowed.some((each) => each.code === code && each.file === file)
