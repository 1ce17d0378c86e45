import type { Resolved } from '../../model/session.ts'
import type { Runtime } from '../context.ts'

/** A regular file that both sides have and changed. Contents are bytes as latin1 text, so that none is lost. */
export interface Conflict {
  file: string
  mode: string
  /** null: both sides made it. */
  base: string | null
  ours: string
  theirs: string
  /** What git made of it. */
  marked: string
  /** git tried to merge it line by line: it is no binary file, and its owner does not want it left alone. */
  isText: boolean
}

export interface Site {
  runtime: Runtime
  /** The merge with everything settled but lock files, which are made from the rest. */
  tree: string
}

/** One way to settle a conflict. What it gives is looked at for markers, and lands only if the tests are green with it. */
export interface Rung {
  name: Resolved['rung']
  applies: (conflict: Conflict, site: Site) => boolean
  /** The whole file; null: not this way. */
  resolve: (conflict: Conflict, site: Site) => Promise<string | null>
}
