import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Place } from './place.ts'

export type Kind = 'host' | 'worker' | 'agent' | 'git' | 'other'

export interface Found {
  pid: number
  kind: Kind
}

/**
 * Living processes of a round: those that carry its mark, or a mark of one of its runs, in their environment. Workers
 * give agents an environment of their own, in which the folder for temporary files is the round's.
 */
export function processesOf({ base, env }: Place): Found[] {
  return readdirSync('/proc').flatMap((name): Found[] => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return []
    try {
      const environment = readFileSync(`/proc/${name}/environ`, 'utf8')
      const isOurs =
        environment.includes(`BR_TORTURE=${base}`) || environment.includes(env.XDG_RUNTIME_DIR as string)
      if (!isOurs && !readlinkSync(`/proc/${name}/cwd`).startsWith(base)) return []
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return [{ pid: Number(name), kind: kindOf(command) }]
    } catch {
      // It has ended meanwhile.
      return []
    }
  })
}

function kindOf(command: string): Kind {
  if (command.includes(' __host ')) return 'host'
  if (command.includes(' __worker')) return 'worker'
  if (command.includes('agent.mjs')) return 'agent'
  return /^\S*git /.test(command) ? 'git' : 'other'
}

export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}
