/** The paths of a tree, with slashes, to be asked which of them a plan means. */
export interface Tree {
  paths: ReadonlySet<string>
  byName: ReadonlyMap<string, string[]>
}

export function treeOf(paths: Iterable<string>): Tree {
  const all = new Set(paths)
  const byName = new Map<string, string[]>()
  for (const path of all) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    byName.set(name, [...(byName.get(name) ?? []), path])
  }
  return { paths: all, byName }
}

export const isGlob = (declared: string): boolean => /[*?[\]{}]/.test(declared)

/**
 * The paths that a plan means by a file, a folder or a pattern. `folder` is where the plan itself lies: in a repository
 * of several packages it often names files from there. A name without a folder may be anywhere.
 */
export function matchFiles({ paths, byName }: Tree, declared: string, folder = ''): string[] {
  const name = declared.replace(/\/+$/, '')
  for (const whole of folder === '' ? [name] : [name, `${folder}/${name}`]) {
    if (paths.has(whole)) return [whole]
    const found = isGlob(whole) ? matching(paths, whole) : below(paths, whole)
    if (found.length > 0) return found
  }
  return name.includes('/') ? [] : (byName.get(name) ?? [])
}

const below = (paths: Iterable<string>, folder: string): string[] =>
  [...paths].filter((path) => path.startsWith(`${folder}/`))

const matching = (paths: Iterable<string>, glob: string): string[] => [...paths].filter(matcherOf(glob))

/** Whether a path is meant by a pattern, or lies in a folder that is. */
export function matcherOf(glob: string): (path: string) => boolean {
  const start = glob.slice(0, glob.indexOf('*'))
  if (glob.split(/\*+/).length > MOST_STARS + 1) return (path) => path.startsWith(start)
  const pattern = globPattern(glob)
  return (path) => path.length < LONGEST_PATH && pattern.test(path)
}

/**
 * More stars, or a longer path, could keep a regular expression busy for ever. Of a pattern with more only what stands
 * before the first one counts.
 */
const MOST_STARS = 4
const LONGEST_PATH = 300

/** `*` and `?` stay within a name, `**` does not, `{a,b}` is either; what matches a folder matches all in it. */
function globPattern(glob: string): RegExp {
  let depth = 0
  const source = glob.replace(/\*\*\/|\*+|[?{},\\^$.|+()[\]]/g, (sign) => {
    if (sign === '**/') return '(?:.*/)?'
    if (sign === '*') return '[^/]*'
    if (sign.startsWith('**')) return '.*'
    if (sign === '?') return '[^/]'
    if (sign === '{' && glob.includes('}')) {
      depth += 1
      return '(?:'
    }
    if (sign === '}' && depth > 0) {
      depth -= 1
      return ')'
    }
    if (sign === ',' && depth > 0) return '|'
    return `\\${sign}`
  })
  return new RegExp(`^${source}${')'.repeat(depth)}(?:/.*)?$`)
}
