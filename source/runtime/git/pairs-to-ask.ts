import { ok, type Result } from '../../model/result.ts'
import { git } from './git.ts'
import { mayConflict, type Touched, touched } from './may-conflict.ts'

/** A commit with the name of whose it is. */
export interface Head {
  id: string
  commit: string
}

export type Pair = readonly [Head, Head]

/** The first-parent history of the trunk is read so far back: a head that parted before is asked about with everybody. */
const TRUNK_READ = 1000

/**
 * Those pairs of heads that may conflict. Mostly every head parted from the trunk at a commit of its own, and two of
 * them have the older one as their merge base: then what each changed since tells. Where that is not so, as with a head
 * that took another one in, git has to be asked.
 */
export async function pairsToAsk(
  repo: string,
  trunk: string,
  heads: readonly Head[],
  env: Record<string, string> = {},
): Promise<Result<Pair[]>> {
  const [main, own] = await Promise.all([
    history(repo, ['--first-parent', `--max-count=${TRUNK_READ}`, trunk], env),
    history(repo, ['--stdin'], env, [...heads.map(({ commit }) => commit), `^${trunk}`].join('\n')),
  ])
  if (!main.ok) return main
  if (!own.ok) return own
  const ages = new Map([...main.value.keys()].map((commit, age) => [commit, age]))
  const parted = heads.map(({ commit }) => partedFrom(commit, own.value, ages))
  const tree = (commit: string) => (own.value.get(commit) ?? main.value.get(commit))?.tree ?? ''
  const diffs = new Set<string>()
  const between = (from: string, to: string) => {
    const key = `${tree(from)} ${tree(to)}`
    diffs.add(key)
    return key
  }
  const asked = pairsOf(heads).map(([a, b]) => {
    const [one, other] = [parted[a], parted[b]]
    if (!one || !other || meet(one.own, other.own)) return { a, b, sides: null }
    const [older, newer] = (ages.get(one.at) ?? 0) >= (ages.get(other.at) ?? 0) ? [one, other] : [other, one]
    const step = older.at === newer.at ? [] : [between(older.at, newer.at)]
    return {
      ...{ a, b },
      sides: {
        older: between(older.at, older.commit),
        newer: [between(newer.at, newer.commit), ...step],
      },
    }
  })
  const read = await readDiffs(repo, [...diffs], env)
  if (!read.ok) return read
  const changed = (key: string) => read.value.get(key)
  const pairs = asked.filter(({ sides }) => {
    const older = sides && changed(sides.older)
    const newer = sides && together(sides.newer.map(changed))
    return !older || !newer || mayConflict(older, newer)
  })
  return ok(pairs.map(({ a, b }) => [heads[a] as Head, heads[b] as Head]))
}

/** Null: one of them is not known. */
function together(parts: readonly (Touched | undefined)[]): Touched | null {
  const [first, second] = parts
  if (!first || parts.length === 1) return first ?? null
  if (!second) return null
  return {
    paths: new Set([...first.paths, ...second.paths]),
    folders: new Set([...first.folders, ...second.folders]),
    adds: first.adds || second.adds,
    deletes: first.deletes || second.deletes,
  }
}

export const pairsOf = (heads: readonly unknown[]): [number, number][] =>
  heads.flatMap((_, a) => heads.slice(a + 1).map((__, index): [number, number] => [a, a + 1 + index]))

interface Parted {
  commit: string
  /** The newest commit of the trunk that it has. */
  at: string
  /** Its commits that the trunk does not have. */
  own: Set<string>
}

type History = Map<string, { tree: string; parents: string[] }>

/** Null: it has something of the trunk's past that is not on the trunk's own line. */
function partedFrom(commit: string, history: History, ages: ReadonlyMap<string, number>): Parted | null {
  const own = new Set<string>()
  let at: string | null = null
  const left = [commit]
  for (let each = left.pop(); each !== undefined; each = left.pop()) {
    if (own.has(each)) continue
    const known = history.get(each)
    if (known) {
      own.add(each)
      left.push(...known.parents)
      continue
    }
    const age = ages.get(each)
    if (age === undefined) return null
    if (at === null || age < (ages.get(at) as number)) at = each
  }
  return at === null ? null : { commit, at, own }
}

const meet = (one: Set<string>, other: Set<string>): boolean => [...one].some((commit) => other.has(commit))

async function history(
  repo: string,
  args: readonly string[],
  env: Record<string, string>,
  input?: string,
): Promise<Result<History>> {
  const format = ['rev-list', '--no-commit-header', '--format=%H %T %P']
  const listed = await git(repo, [...format, ...args], { env, ...(input === undefined ? {} : { input }) })
  if (!listed.ok) return listed
  const lines = listed.value.stdout.split('\n').filter((line) => line !== '')
  return ok(
    new Map(
      lines.map((line) => {
        const [commit = '', tree = '', ...parents] = line.trim().split(' ')
        return [commit, { tree, parents }]
      }),
    ),
  )
}

/** By `from to`, in one process. */
async function readDiffs(
  repo: string,
  pairs: readonly string[],
  env: Record<string, string>,
): Promise<Result<Map<string, Touched>>> {
  if (pairs.length === 0) return ok(new Map())
  const read = await git(repo, ['diff-tree', '--stdin', '-r', '-z', '--name-status', '--no-renames'], {
    ...{ env, encoding: 'latin1' },
    input: pairs.map((pair) => `${pair}\n`).join(''),
  })
  return read.ok ? ok(parseDiffs(read.value.stdout)) : read
}

const HEAD = /^([0-9a-f]{40,64} [0-9a-f]{40,64})\n/

/** `tree tree` and a line end before the changes of each two; every change is a letter and a path. */
export function parseDiffs(text: string): Map<string, Touched> {
  const found = new Map<string, { status: string; path: string }[]>()
  let changes: { status: string; path: string }[] = []
  for (let at = 0; at < text.length; ) {
    // A change has a NUL after its letter, so no name can pass for this.
    const head = HEAD.exec(text.slice(at, at + 130))?.[1]
    if (head !== undefined) {
      changes = []
      found.set(head, changes)
      at += head.length + 1
      continue
    }
    const statusEnd = text.indexOf('\0', at)
    const pathEnd = statusEnd < 0 ? -1 : text.indexOf('\0', statusEnd + 1)
    if (pathEnd < 0) break
    changes.push({ status: text.slice(at, statusEnd), path: text.slice(statusEnd + 1, pathEnd) })
    at = pathEnd + 1
  }
  return new Map([...found].map(([key, each]) => [key, touched(each)]))
}
