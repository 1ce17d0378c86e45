import { realpathSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Session } from '../model/session.ts'
import { watchFolder } from '../runtime/watch-folder.ts'

/** Editors write a file in several steps, or write another and rename it. */
const SETTLE_MS = 100

export interface PlanWatch {
  /** Watches the session's plan while there is something to do, whichever session it is. */
  follow(session: Session): void
  close(): void
}

/** Tells when the plan file of the session may have changed. */
export function watchPlan(root: string, onChange: () => void): PlanWatch {
  let watched: { path: string; close(): void } | null = null
  let isOver = false
  const unwatch = () => {
    watched?.close()
    watched = null
  }
  return {
    follow: ({ planFile, ended }) => {
      const path = resolve(root, planFile)
      if (ended === null && watched?.path === path) return
      unwatch()
      if (ended !== null || isOver) return
      const file = behindLinks(path)
      const watcher = watchFolder(dirname(file), { name: basename(file), ms: SETTLE_MS }, onChange)
      watched = { path, close: watcher.close }
      // It may have changed since it was read: no host may have lived meanwhile.
      onChange()
    },
    close: () => {
      isOver = true
      unwatch()
    },
  }
}

function behindLinks(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
