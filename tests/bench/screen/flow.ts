import { setTimeout as delay } from 'node:timers/promises'
import { ms, type Row, times } from '../measure.ts'
import { keyToEcho, type Latency } from './keys.ts'
import { spent, spentIn } from './process-costs.ts'
import { PANES, type Session, type Subject } from './subjects.ts'

const RATES = [100, 1000, 10_000, 100_000]
/** Until the first lines are on the screen and the last ones are through, ms. */
const SETTLE = 1500
const SLOW_LINE = 50_000
/** How long nobody types, ms. */
const STILL = 4000

/** Typing while six panes change, so many lines a second in all. */
export async function flow(session: Session, client: Subject, bound: Subject): Promise<Row[]> {
  const rows: Row[] = []
  for (const rate of RATES) {
    const ours = await typing(client, rate, session.hostPid)
    const theirs = await typing(bound, rate)
    const at = `${rate.toLocaleString('en')} lines/s`
    rows.push(
      keyRow(`key → echo, ${at}`, ours.keys, theirs.keys),
      {
        what: `CPU of the client, ${at}, nobody types`,
        result: times(ours.still / theirs.still),
        ...{ goal: '-', how: `${percent(ours.still)} ÷ ${percent(theirs.still)} (bound)` },
      },
      {
        what: `… with some 40 keys a second`,
        result: times(ours.cpu / theirs.cpu),
        ...{
          goal: '-',
          how: `${percent(ours.cpu)} ÷ ${percent(theirs.cpu)} (bound); host ${percent(ours.host)}`,
        },
      },
    )
  }
  return rows
}

/** The same over a line of 50 kB/s. */
export async function slowLine(client: Subject, bound: Subject): Promise<Row[]> {
  const keys: Latency[] = []
  for (const subject of [client, bound]) {
    subject.terminal.throttle(SLOW_LINE)
    keys.push((await typing(subject, 1000)).keys)
    subject.terminal.throttle(null)
  }
  return [keyRow('key → echo, 1,000 lines/s, on 50 kB/s', keys[0] as Latency, keys[1] as Latency)]
}

async function typing({ terminal, sources }: Subject, rate: number, host = terminal.pid) {
  for (const source of sources) source.rate(rate / PANES)
  await delay(SETTLE)
  const still = await spentIn(terminal.pid, STILL)
  let keys: Latency = { p50: 0, p99: 0, count: 0 }
  let hostSpent = { percent: 0 }
  const own = await spent(terminal.pid, async () => {
    hostSpent = await spent(host, async () => {
      keys = await keyToEcho(terminal)
    })
  })
  for (const source of sources) source.rate(0)
  await delay(SETTLE)
  return { keys, cpu: own.percent, still: still.percent, host: hostSpent.percent }
}

const keyRow = (what: string, ours: Latency, theirs: Latency): Row => ({
  ...{ what, goal: '-', result: times(ours.p50 / theirs.p50) },
  how: `p50 ${ms(ours.p50)} ÷ ${ms(theirs.p50)} (bound); p99 ${ms(ours.p99)}, ${ms(theirs.p99)}; ${ours.count} keys`,
})

const percent = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} %`
