import { type Row, times } from '../measure.ts'
import { untilSeen } from './drain.ts'
import { costsOf } from './process-costs.ts'
import { PANES, type Session, type Subject } from './subjects.ts'

const LINES = 1_000_000

/** What is held after so many more lines. */
export async function memory(session: Session, client: Subject, bound: Subject): Promise<Row[]> {
  const before = costsOf(client.terminal.pid).memory
  for (const { terminal, sources } of [client, bound])
    await untilSeen(terminal, sources, Math.ceil(LINES / PANES))
  const held = [client.terminal.pid, bound.terminal.pid, session.hostPid].map((pid) => costsOf(pid).memory)
  const [ours, theirs, host] = held as [number, number, number]
  return [
    {
      ...{ what: 'memory after 1M more lines', result: times(ours / theirs), goal: '-' },
      how: `${mb(ours)} (before ${mb(before)}) ÷ ${mb(theirs)} (bound); host ${mb(host)}`,
    },
  ]
}

const mb = (value: number): string => `${Math.round(value)} MB`
