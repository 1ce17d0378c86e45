import type { Foreseen } from '../../model/session.ts'
import { git } from './git.ts'
import type { ConflictedFile } from './merge-tree.ts'

type Lines = Foreseen['files'][number]['ofA']

/** Places named of one file: more are not read by anybody. */
const MOST = 5

/**
 * In which lines of each side a file is in conflict: where both changed the same stretch of the version they parted
 * from, or, where there is none, where they differ. Nothing where only one side still has it, or it is no text.
 */
export async function conflictLines(
  repo: string,
  { base, ours, theirs }: Pick<ConflictedFile, 'base' | 'ours' | 'theirs'>,
  env: Record<string, string> = {},
): Promise<{ ofA: Lines; ofB: Lines }> {
  const diff = async (from: string, to: string) => {
    const args = ['diff', '--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', from, to]
    const ran = await git(repo, args, { env, encoding: 'latin1' })
    return ran.ok ? readHunks(ran.value.stdout) : []
  }
  if (!base && ours && theirs) {
    const hunks = await diff(ours.oid, theirs.oid)
    return { ofA: joined(hunks.map(({ from }) => from)), ofB: joined(hunks.map(({ to }) => to)) }
  }
  const [a, b] = await Promise.all([
    base && ours ? diff(base.oid, ours.oid) : [],
    base && theirs ? diff(base.oid, theirs.oid) : [],
  ])
  const meeting = (one: Hunk[], other: Hunk[]) => {
    const met = one.filter((hunk) => other.some((each) => touches(hunk.from, each.from)))
    return joined((met.length > 0 ? met : one).map(({ to }) => to))
  }
  return { ofA: meeting(a, b), ofB: meeting(b, a) }
}

/** Lines are counted from 0, and `end` is the one behind the last: an empty stretch lies between two lines. */
interface Stretch {
  start: number
  end: number
}

interface Hunk {
  from: Stretch
  to: Stretch
}

/** Reads the heads of hunks, `@@ -1,2 +3,4 @@`. Of an empty stretch git names the line before it. */
export function readHunks(diff: string): Hunk[] {
  const stretch = (first: string, count = '1'): Stretch => {
    const [start, length] = [Number(first) - (count === '0' ? 0 : 1), Number(count)]
    return { start, end: start + length }
  }
  return [...diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map(
    ([, from, cut, to, put]) => ({
      from: stretch(from as string, cut),
      to: stretch(to as string, put),
    }),
  )
}

/** Stretches that only meet at their ends are in conflict, too: nobody can tell which goes first. */
const touches = (one: Stretch, other: Stretch): boolean => one.start <= other.end && other.start <= one.end

/** As a person counts lines. Where lines are gone it is the line before. */
function joined(stretches: readonly Stretch[]): Lines {
  const lines: Lines = []
  for (const { start, end } of stretches) {
    const [first, last] = [Math.max(1, Math.min(start + 1, end)), Math.max(1, end)]
    const before = lines.at(-1)
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last)
    else lines.push({ first, last })
  }
  return lines.slice(0, MOST)
}
