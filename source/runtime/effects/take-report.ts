import type { Runtime } from '../context.ts'
import type { StatusReport } from '../worker/worker-messages.ts'
import type { RunAddress } from './run-address.ts'

/** Takes up what a worker says of its agent's report while it works. A new host is told all of it once more. */
export function takeReport(runtime: Runtime, address: RunAddress, report: StatusReport): void {
  const { dispatch, now, session } = runtime
  const { stream, batch } = address
  const known = session().streams[stream]?.batches.find(({ id }) => id === batch)?.tasks ?? []
  dispatch({
    type: 'attempt-progressed',
    at: now(),
    ...address,
    completed: report.completed.filter((id) => known.includes(id)),
    note: report.note,
    blocked: report.status === 'blocked' ? blockedBy(report) : null,
  })
  takeWords(runtime, address, report)
}

/** What it shares and asks. Also when it has ended, for what was said while no host lived. */
export function takeWords(
  { dispatch, now, session }: Runtime,
  address: RunAddress,
  { decisions, questions }: Pick<StatusReport, 'decisions' | 'questions'>,
): void {
  const { stream: by } = address
  const isKnown = (text: string) => session().decisions.some((each) => each.by === by && each.text === text)
  for (const text of decisions)
    if (!isKnown(text)) dispatch({ type: 'decision-recorded', at: now(), by, text })
  for (const text of questions) dispatch({ type: 'question-asked', at: now(), ...address, text })
}

/** Why it is blocked, as it says. */
export const blockedBy = ({ status, needs, note }: StatusReport): string =>
  needs || note || `its worker says ${status}`
