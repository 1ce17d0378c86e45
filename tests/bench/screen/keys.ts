import { setTimeout as delay } from 'node:timers/promises'
import type { Terminal } from '../../helpers/terminal.ts'
import { percentile } from './percentile.ts'

const KEYS = 120
/** So many stand in the line at once, then it is cleared. */
const LINE = 20
/** A key that takes longer is counted as this long, ms. */
const LOST = 3000
/** Enough is known then, ms. */
const LONGEST = 20_000

export interface Latency {
  p50: number
  p99: number
  count: number
}

/** From a key that is pressed to the screen that shows it, ms. */
export async function keyToEcho(terminal: Terminal): Promise<Latency> {
  const taken: number[] = []
  const until = performance.now() + LONGEST
  while (taken.length < KEYS && performance.now() < until) {
    let typed = ''
    for (let index = 0; index < LINE && performance.now() < until; index += 1) {
      // No beat of ours may fall in with one of theirs.
      await delay(4 + Math.random() * 26)
      const letter = String.fromCharCode(97 + Math.floor(Math.random() * 26))
      typed += letter
      taken.push(await shows(terminal, letter, typed))
    }
    await clear(terminal, typed)
  }
  return { p50: percentile(taken, 0.5), p99: percentile(taken, 0.99), count: taken.length }
}

async function shows(terminal: Terminal, key: string, typed: string): Promise<number> {
  const begun = performance.now()
  let taken = LOST
  terminal.type(key)
  const isThere = () => {
    if (!lineShows(terminal, typed)) return false
    taken = performance.now() - begun
    return true
  }
  await terminal.waitFor(isThere, `'${typed}' in the line`, LOST).catch(() => {})
  return taken
}

async function clear(terminal: Terminal, typed: string): Promise<void> {
  terminal.press('ctrl-u')
  await terminal.waitFor(() => !lineShows(terminal, typed), 'an empty line', LOST).catch(() => {})
}

/** The line to type in is one of the last three rows, or where the cursor is. */
function lineShows(terminal: Terminal, typed: string): boolean {
  const { size, cursor } = terminal.state()
  return [size.rows - 1, size.rows - 2, size.rows - 3, cursor.y].some((y) => terminal.row(y).includes(typed))
}
