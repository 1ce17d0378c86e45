import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Finding and ending what a run has started. A process group is not enough: tools of agents open sessions of their
 * own. The mark is: every descendant inherits `BR_RUN=<run>` in its environment.
 */

/** Which variable is the mark: of what an agent started, or of what a person did in the terminal of a pane. */
type Mark = 'BR_RUN' | 'BR_TERMINAL'

/** Living processes that carry the mark of a run, other than this one. */
export function markedProcesses(run: string, mark: Mark = 'BR_RUN'): number[] {
  return processesOf(`${mark}=${run}`, null)
}

/** What distinguishes a process from a later one with the same pid; null if there is none. */
export function processStartTime(pid: number): string | null {
  if (process.platform !== 'linux') return ps(['-o', 'lstart=', '-p', String(pid)]).trim() || null
  const stat = readStat(String(pid))
  return stat && !stat.isDead ? stat.startTime : null
}

export function isAlive({ pid, startTime }: { pid: number; startTime: string }): boolean {
  return processStartTime(pid) === startTime
}

/** Held by SIGSTOP or the like: it does nothing until it is let go on. */
export function isStopped(pid: number): boolean {
  if (process.platform !== 'linux')
    return ps(['-o', 'stat=', '-p', String(pid)])
      .trim()
      .startsWith('T')
  return readStat(String(pid))?.isStopped ?? false
}

/** What the living processes of a run have used so far, with the children they have waited for. In seconds. */
export function cpuSeconds(run: string, group: number | null = null): number {
  const pids = processesOf(`BR_RUN=${run}`, group).map(String)
  if (process.platform !== 'linux') return pids.length === 0 ? 0 : psSeconds(pids)
  return pids.reduce((sum, pid) => sum + (readStat(pid)?.ticks ?? 0), 0) / TICKS_A_SECOND
}

/** The unit of /proc/PID/stat. It is the same on every Linux that Node runs on. */
const TICKS_A_SECOND = 100

/** `ps` writes [[days-]hours:]minutes:seconds. */
const psSeconds = (pids: string[]): number =>
  ps(['-o', 'time=', '-p', pids.join(',')])
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/[-:]/).map(Number).reverse())
    .flatMap((parts) => [1, 60, 3600, 86_400].map((unit, index) => unit * (parts[index] ?? 0)))
    .reduce((sum, seconds) => sum + seconds, 0)

/** Sends a signal to the marked processes of a run, and to the group its agent leads. */
export function signalMarked(run: string, signal: NodeJS.Signals, group: number | null = null): void {
  for (const pid of processesOf(`BR_RUN=${run}`, group)) signalProcess(pid, signal)
}

/**
 * Asks the processes of a run to end, and kills those that have not after `graceMs`. Ones that are born meanwhile
 * are asked as well. Resolves as soon as none is left.
 */
export async function killMarked(
  run: string,
  graceMs: number,
  group: number | null = null,
  name: Mark = 'BR_RUN',
): Promise<void> {
  const mark = `${name}=${run}`
  const asked = new Set<number>()
  const ask = (pid: number) => {
    if (asked.has(pid)) return
    asked.add(pid)
    signalProcess(pid, 'SIGTERM')
    // A stopped process sees the other signal only when it goes on.
    signalProcess(pid, 'SIGCONT')
  }
  if (await untilNone(mark, group, graceMs, ask)) return
  await untilNone(mark, group, 2000, (pid) => signalProcess(pid, 'SIGKILL'))
}

/**
 * They are no children of ours, so nobody tells us of their end: we look, at short intervals and only while some
 * are left.
 */
async function untilNone(
  mark: string,
  group: number | null,
  milliseconds: number,
  act: (pid: number) => void,
): Promise<boolean> {
  const deadline = performance.now() + milliseconds
  for (let interval = 5; ; interval = Math.min(50, interval * 2)) {
    const left = processesOf(mark, group)
    if (left.length === 0) return true
    left.forEach(act)
    const remaining = deadline - performance.now()
    if (remaining <= 0) return false
    await delay(Math.min(interval, remaining))
  }
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It is gone already, or has become somebody else's.
  }
}

const processesOf = (mark: string, group: number | null): number[] => {
  const found = process.platform === 'linux' ? linuxProcesses(mark, group) : otherProcesses(mark, group)
  return found.filter((pid) => pid !== process.pid)
}

function linuxProcesses(mark: string, group: number | null): number[] {
  const belongs = (name: string) => {
    const hasMark = readProc(name, 'environ')?.split('\0').includes(mark) ?? false
    if (!hasMark && group === null) return false
    const stat = readStat(name)
    return stat !== null && !stat.isDead && (hasMark || stat.group === group)
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && belongs(name))
    .map(Number)
}

/** Where there is no /proc, `ps` prints the environment behind the command line. */
function otherProcesses(mark: string, group: number | null): number[] {
  return ps(['axEww', '-o', 'pid=,pgid=,stat=,command='])
    .split('\n')
    .map((line) => ({ line: `${line} `, fields: line.trim().split(/\s+/) }))
    .filter(({ line, fields }) => Number(fields[1]) === group || line.includes(` ${mark} `))
    .filter(({ fields }) => !fields[2]?.startsWith('Z'))
    .map(({ fields }) => Number(fields[0]))
}

/** /proc/PID/stat. The second field is the program's name, which may hold blanks and brackets: count from its end. */
function readStat(name: string): {
  group: number
  startTime: string
  isDead: boolean
  isStopped: boolean
  /** CPU: its own, and of the children that it waited for. */
  ticks: number
} | null {
  const stat = readProc(name, 'stat')
  if (stat === null) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state = '', , group = ''] = fields
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  const isDead = state === 'Z' || state === 'X'
  const isHeld = state === 'T' || state === 't'
  return { group: Number(group), startTime: fields[19] ?? '', isDead, isStopped: isHeld, ticks }
}

function readProc(name: string, file: string): string | null {
  try {
    return readFileSync(`/proc/${name}/${file}`, 'utf8')
  } catch {
    return null
  }
}

function ps(args: string[]): string {
  try {
    return execFileSync('ps', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 26,
    })
  } catch {
    return ''
  }
}
