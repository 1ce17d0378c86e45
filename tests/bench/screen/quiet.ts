import { setTimeout as delay } from 'node:timers/promises'
import type { Row } from '../measure.ts'
import { spentIn } from './process-costs.ts'
import type { Subject } from './subjects.ts'

const WINDOW = 5000
/** V8 looks after its memory when work is over: single wake-ups, seconds apart. Those are not ours. */
const SETTLE = 25_000

/** What is written and how often the client wakes up while nothing changes. */
export async function quiet(client: Subject['terminal'], bound: Subject): Promise<Row[]> {
  await delay(SETTLE)
  const before = client.received()
  const [ours, theirs] = await Promise.all([spentIn(client.pid, WINDOW), spentIn(bound.terminal.pid, WINDOW)])
  const how = `in ${WINDOW / 1000} s`
  return [
    {
      ...{ what: 'nothing changes: written', goal: '0' },
      ...{ result: `${client.received() - before} B`, how },
    },
    {
      ...{ what: 'nothing changes: wake-ups of the client', goal: '0' },
      ...{ result: `${ours.wakeUps}`, how: `${how}, the bound ${theirs.wakeUps}` },
    },
  ]
}
