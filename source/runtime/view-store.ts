import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Places } from './places.ts'
import { paced } from './worker/paced.ts'

/** What the last client in this repository looked at, and the line it had half typed. Kept as it is given. */
export interface ViewStore {
  read: () => unknown
  /** At once, or soon and together with what comes until then: not every key is worth a write of its own. */
  write: (view: unknown) => void
  /** What is still to be written, now. */
  flush: () => void
}

/** A terminal that is closed without a word loses at most this much typing, ms. */
const SOON = 250

export function openViewStore({ folder }: Places): ViewStore {
  const path = join(folder, 'view.json')
  let last: unknown
  const writing = paced(SOON, () => {
    const text = JSON.stringify(last)
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(`${path}.${process.pid}`, text, { mode: 0o600 })
      renameSync(`${path}.${process.pid}`, path)
    } catch {
      // Where one looked is a comfort: a full disk must not end the screen.
    }
  })
  return {
    read: () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8'))
      } catch {
        return null
      }
    },
    write: (view) => {
      last = view
      writing.call()
    },
    flush: writing.flush,
  }
}
