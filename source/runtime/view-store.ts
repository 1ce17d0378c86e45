import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Places } from './places.ts'
import { maskOwn } from './worker/mask.ts'
import { paced } from './worker/paced.ts'

/** What the last client in this repository looked at, and the line it had half typed. */
export interface ViewStore {
  read: () => unknown
  /** At once, or soon and together with what comes until then: not every key is worth a write of its own. */
  write: (view: View) => void
  /** What is still to be written, now. */
  flush: () => void
}

/** Kept as it is given, but for what was typed: in that secrets are masked. */
interface View {
  /** The line that is half typed, before and behind the cursor. */
  head: string
  tail: string
  history: string[]
}

/** A terminal that is closed without a word loses at most this much typing, ms. */
const SOON = 250

export function openViewStore({ folder }: Pick<Places, 'folder'>): ViewStore {
  const path = join(folder, 'view.json')
  let last: View | undefined
  const writing = paced(SOON, () => {
    const text = JSON.stringify(last && masked(last))
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(`${path}.${process.pid}`, text, { mode: 0o600 })
      renameSync(`${path}.${process.pid}`, path)
    } catch {
      // Where one looked is a comfort: a full disk must not end the screen, and is no place for half a file.
      rmSync(`${path}.${process.pid}`, { force: true })
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

/** The cursor may stand within a secret: then the line is kept with the cursor at its end. */
function masked({ head, tail, history, ...rest }: View): View {
  const typed = head + tail
  const kept = maskOwn(typed)
  const line = kept === typed ? { head, tail } : { head: kept, tail: '' }
  // In one go: there may be hundreds, and this is done while somebody types.
  return { ...rest, ...line, history: history.length > 0 ? maskOwn(history.join('\n')).split('\n') : [] }
}
