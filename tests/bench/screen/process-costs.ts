import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** What the kernel counts of a process. */
export interface Costs {
  /** CPU time of all its threads, ms. */
  cpu: number
  /** How often one of its threads waited and was woken. */
  wakeUps: number
  /** Memory it holds now, MB. */
  memory: number
}

const TICK = 10

export function costsOf(pid: number): Costs {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name before may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const wakeUps = readdirSync(`/proc/${pid}/task`).map((thread) =>
    number(`/proc/${pid}/task/${thread}/status`, 'voluntary_ctxt_switches'),
  )
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) * TICK,
    wakeUps: wakeUps.reduce((sum, count) => sum + count, 0),
    memory: number(`/proc/${pid}/status`, 'VmRSS') / 1024,
  }
}

const number = (file: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1])

/** What it spent while that went on. */
export async function spent(pid: number, work: () => Promise<unknown>) {
  const before = costsOf(pid)
  const begun = performance.now()
  await work()
  const after = costsOf(pid)
  const elapsed = performance.now() - begun
  return { percent: ((after.cpu - before.cpu) / elapsed) * 100, wakeUps: after.wakeUps - before.wakeUps }
}

export const spentIn = (pid: number, milliseconds: number) => spent(pid, () => delay(milliseconds))
