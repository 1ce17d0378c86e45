import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { isAlive, isStopped, processStartTime } from './worker/sweep.ts'

/**
 * Who listens at a host's socket, beside it: a host that is stopped accepts connections and never says a word, so it
 * cannot be asked. Left behind by one that was killed, it names nobody who lives.
 */
const fileOf = (socket: string): string => socket.replace(/(\.sock)?$/, '.pid')

const hostSchema = z.object({ pid: z.int(), startTime: z.string() })

export function writeHostPid(socket: string): void {
  const host = { pid: process.pid, startTime: processStartTime(process.pid) }
  try {
    writeFileSync(fileOf(socket), JSON.stringify(host), { mode: 0o600 })
  } catch {
    // Without it a stopped host looks like a busy one.
  }
}

export const removeHostPid = (socket: string): void => rmSync(fileOf(socket), { force: true })

/** The pid of the host when it is stopped (SIGSTOP); null: it is not, or it cannot be told. */
export function stoppedHost(socket: string): number | null {
  try {
    const host = hostSchema.parse(JSON.parse(readFileSync(fileOf(socket), 'utf8')))
    return isAlive(host) && isStopped(host.pid) ? host.pid : null
  } catch {
    return null
  }
}
