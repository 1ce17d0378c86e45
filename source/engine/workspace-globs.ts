import { z } from 'zod'
import { matcherOf } from '../plan/match-files.ts'

const globs = z.array(z.string())
/** yarn 1 allowed an object as well. */
const packageSchema = z.object({ workspaces: z.union([globs, z.object({ packages: globs })]).optional() })

/** Where the packages of a repository of several lie: `packages/*`, and `!packages/old` for what is none. */
export function workspaceGlobs(texts: Record<string, string>): string[] {
  const pnpm = texts['pnpm-workspace.yaml']
  if (pnpm !== undefined) return listBelow(pnpm, 'packages')
  try {
    const { workspaces = [] } = packageSchema.parse(JSON.parse(texts['package.json'] ?? ''))
    return Array.isArray(workspaces) ? workspaces : workspaces.packages
  } catch {
    return []
  }
}

/** A list of words in YAML, each on a line of its own: all that this file is ever written with. */
function listBelow(text: string, key: string): string[] {
  const [, list = ''] =
    new RegExp(`^${key}:[ \\t]*(?:#.*)?\\n((?:[ \\t]*(?:-.*|#.*)?\\n)*)`, 'm').exec(`${text}\n`) ?? []
  return [...list.matchAll(/^[ \t]*-[ \t]+(['"]?)([^'"#\n]+?)\1[ \t]*(?:#.*)?$/gm)].map(
    ([, , word = '']) => word,
  )
}

/** Of the paths of a tree, those of its packages' own files. */
export function workspacePackages(paths: readonly string[], all: readonly string[]): string[] {
  const clean = all.map((glob) => glob.replace(/^(!?)\.\//, '$1').replace(/\/+$/, ''))
  const wanted = clean.filter((glob) => !glob.startsWith('!')).map(folderMatcher)
  const unwanted = clean.filter((glob) => glob.startsWith('!')).map((glob) => folderMatcher(glob.slice(1)))
  return paths.filter((path) => {
    const folder = path.replace(/\/package\.json$/, '')
    if (folder === path || folder.includes('node_modules')) return false
    return wanted.some((is) => is(folder)) && !unwanted.some((is) => is(folder))
  })
}

/** The folder itself, not what is in it: `packages/*` does not mean `packages/a/examples`. */
function folderMatcher(glob: string): (folder: string) => boolean {
  const matches = matcherOf(glob)
  const depth = glob.split('/').length
  return (folder) => matches(folder) && (glob.includes('**') || folder.split('/').length === depth)
}
