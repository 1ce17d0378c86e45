/** What one side changed, as far as it takes to see that it cannot conflict with another. */
export interface Touched {
  paths: ReadonlySet<string>
  /** Every folder that one of the paths lies in. */
  folders: ReadonlySet<string>
  adds: boolean
  deletes: boolean
}

/** `status`: as git says it, A, D, M or T; renames as a file gone and one new. */
export function touched(changes: readonly { status: string; path: string }[]): Touched {
  const folders = new Set<string>()
  for (const { path } of changes) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at)
      if (folders.has(folder)) break
      folders.add(folder)
    }
  }
  return {
    ...{ paths: new Set(changes.map(({ path }) => path)), folders },
    adds: changes.some(({ status }) => status === 'A'),
    deletes: changes.some(({ status }) => status === 'D'),
  }
}

/**
 * False only where git cannot find a conflict, so that it need not be asked. A conflict takes a path that both changed, a
 * path of one that is a folder of the other, or something new of one in a folder that the other one may have renamed:
 * there something is gone and something is new. What a file was renamed to is a path of its own here.
 */
export const mayConflict = (one: Touched, other: Touched): boolean =>
  meets(one.paths, other.paths) ||
  meets(one.paths, other.folders) ||
  meets(one.folders, other.paths) ||
  (one.adds && other.adds && (one.deletes || other.deletes))

function meets(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [few, many] = one.size < other.size ? [one, other] : [other, one]
  for (const each of few) if (many.has(each)) return true
  return false
}
