import type { Stream, Task } from '../model/plan.ts'

/** A task where it stands. */
export interface Placed {
  stream: string
  task: Task
}

/**
 * Which streams of a plan that is read again are which of those before, by id of the new one. The name counts first;
 * one of another name is the same when most of its tasks are, or when it declares exactly the same files.
 */
export function matchStreams(before: readonly Stream[], after: readonly Stream[]): Map<string, string> {
  const known = new Set(before.map(({ id }) => id))
  const matched = new Map(after.filter(({ id }) => known.has(id)).map(({ id }) => [id, id]))
  const left = before.filter(({ id }) => !matched.has(id))
  for (const stream of after) {
    if (matched.has(stream.id)) continue
    const found = left.find((other) => isSameStream(other, stream))
    if (!found) continue
    matched.set(stream.id, found.id)
    left.splice(left.indexOf(found), 1)
  }
  return matched
}

function isSameStream(before: Stream, after: Stream): boolean {
  const titles = new Set(before.tasks.map(titleOf))
  const shared = after.tasks.filter((task) => titles.has(titleOf(task))).length
  if (shared > Math.max(before.tasks.length, after.tasks.length) / 2) return true
  return before.files.length > 0 && before.files.toSorted().join('\0') === after.files.toSorted().join('\0')
}

/**
 * Which tasks are which, by id of the new one; `after` has the streams' names of before already. The surest likeness
 * is looked for in the whole plan before the next one, and each task is taken once. What is in doubt is no match: a
 * task that would pass for done although nobody did it is worse than one that is done twice.
 */
export function matchTasks(before: readonly Placed[], after: readonly Placed[]): Map<string, string> {
  const matched = new Map<string, string>()
  let old = [...before]
  let open = [...after]
  const pair = (found: Map<Placed, Placed>) => {
    for (const [to, from] of found) matched.set(to.task.id, from.task.id)
    const taken = new Set(found.values())
    old = old.filter((each) => !taken.has(each))
    open = open.filter((each) => !found.has(each))
  }
  for (const key of KEYS) pair(byKey(old, open, key))
  pair(byKey(old, open, onlyTitle(before, after)))
  pair(byLikeness(old, open))
  return matched
}

/** null: says nothing of which task it is. */
type Key = (placed: Placed) => string | null

const KEYS: Key[] = [
  ({ stream, task }) => JSON.stringify([stream, task.sourceId, titleOf(task)]),
  ({ stream, task }) => JSON.stringify([stream, titleOf(task)]),
  // A name such as T014 goes with its task wherever that is moved, and however it is put; a number says only where it stands.
  ({ task }) => (task.sourceId !== null && /[a-z]/i.test(task.sourceId) ? task.sourceId : null),
]

function byKey(before: Placed[], after: Placed[], key: Key): Map<Placed, Placed> {
  const known = Map.groupBy(before, key)
  const found = new Map<Placed, Placed>()
  for (const to of after) {
    const name = key(to)
    const from = name === null ? undefined : known.get(name)?.shift()
    if (from) found.set(to, from)
  }
  return found
}

/** In another stream a title must be the only one of its kind, and say something: every stream has its "Tests". */
function onlyTitle(before: readonly Placed[], after: readonly Placed[]): Key {
  const counts = [before, after].map((all) => Map.groupBy(all, ({ task }) => titleOf(task)))
  return ({ task }) => {
    const title = titleOf(task)
    const isOnly = counts.every((count) => count.get(title)?.length === 1)
    return isOnly && title.includes(' ') ? title : null
  }
}

/** A task that was put in other words: of the same stream, with most of its words. */
function byLikeness(before: Placed[], after: Placed[]): Map<Placed, Placed> {
  const found = new Map<Placed, Placed>()
  const left = Map.groupBy(before, ({ stream }) => stream)
  for (const to of after) {
    const own = left.get(to.stream) ?? []
    if (own.length > MOST_COMPARED) continue
    const rated = own.map((from) => ({ from, likeness: likeness(from.task, to.task) }))
    const best = rated.reduce<(typeof rated)[number] | null>(
      (so, each) => (each.likeness > (so?.likeness ?? 0.5) ? each : so),
      null,
    )
    if (!best) continue
    found.set(to, best.from)
    own.splice(own.indexOf(best.from), 1)
  }
  return found
}

/** Each new one is held against each old one that is left: somebody who rewrites hundreds at once has a new plan. */
const MOST_COMPARED = 300

/** Shared words of both titles' words, 0 to 1. */
function likeness(a: Task, b: Task): number {
  const [left, right] = [wordsOf(a), wordsOf(b)]
  const shared = [...left].filter((word) => right.has(word)).length
  return (2 * shared) / Math.max(1, left.size + right.size)
}

const wordsOf = (task: Task): Set<string> => new Set(titleOf(task).split(' '))

const titleOf = ({ title }: Pick<Task, 'title'>): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
