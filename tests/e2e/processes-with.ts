import { readdirSync, readFileSync } from 'node:fs'

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

function read(pid: string, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8')
  } catch {
    return ''
  }
}
