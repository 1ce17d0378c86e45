import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { processStartTime } from '../../source/runtime/worker/sweep.ts'

/** Every process that was given one of these in its environment. Where there is no /proc: none is found. */
export function processesWith(...values: string[]): string[] {
  if (process.platform !== 'linux') return []
  return (
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => values.some((value) => read(pid, 'environ').includes(value)))
      .map((pid) => `${pid} ${read(pid, 'cmdline').replaceAll('\0', ' ')}`)
      // One without a command line has ended, and is only not counted yet.
      .filter((line) => / ./.test(line))
  )
}

/** How long a process that was told to end may take for it, ms. */
const LAST_STEPS = 5000

/** It is no child of ours, so nobody tells of its end. One that stays is found by whoever looks next. */
export async function untilEnded(pid: number): Promise<void> {
  const deadline = performance.now() + LAST_STEPS
  while (processStartTime(pid) !== null && performance.now() < deadline) await delay(20)
}

function read(pid: string, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8')
  } catch {
    return ''
  }
}
