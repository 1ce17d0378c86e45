import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hasStarted } from '../engine/batch-state.ts'
import { isSettling } from '../engine/foreseen.ts'
import type { EventOf } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { allStreams } from '../plan/stream-graph.ts'
import type { Runtime } from './context.ts'
import { streamPlace } from './effects/stream-place.ts'
import { conflictLines } from './git/conflict-lines.ts'
import { type ConflictPair, conflictPairs } from './git/conflict-pairs.ts'
import { git } from './git/git.ts'
import { quarantine } from './git/quarantine.ts'
import { uncommittedTree } from './git/snapshot.ts'
import { openWorktree, registeredWorktree } from './git/worktree-link.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

type Pairs = EventOf<'conflicts-foreseen'>['pairs']

export interface Radar {
  /** Looks again, anew only at workspaces that changed. False: one was being written in, or git did not answer. */
  look: (changed: ReadonlySet<string>) => Promise<boolean>
  close: () => Promise<void>
}

/** A stream as it was last seen. `objects`: where those of its uncommitted work are; they come into no clone. */
interface Sight {
  commit: string
  objects: string | null
}

/** The name of what has landed among the heads; no stream has it. */
const LANDED = ''

/** Files named of one pair, and those whose lines are looked for. */
const FILES = 50
const FILES_WITH_LINES = 20

/** Streams that are worked on, against each other and against what has landed, uncommitted work included. */
export function openRadar(runtime: Runtime): Radar {
  const sights = new Map<string, Sight>()
  let folder: string | null = null
  let taken = 0
  let ofSession = ''

  const see = async (stream: string): Promise<boolean> => {
    const { clone, path } = streamPlace(runtime, stream)
    const open = await openWorktree(clone, path)
    if (!open.ok) return false
    folder ??= await makeTemporaryFolder()
    taken += 1
    const objects = join(folder, `${taken}`)
    await mkdir(objects)
    const env = quarantine(objects, { clones: [clone] })
    const { gitDir } = open.value
    const sight = await uncommitted(path, gitDir, env)
    const before = sights.get(stream)
    if (sight?.isClean !== false) await rm(objects, { recursive: true, force: true })
    if (sight === null) return false
    sights.set(stream, { commit: sight.commit, objects: sight.isClean ? null : objects })
    if (before?.objects) await rm(before.objects, { recursive: true, force: true })
    return true
  }

  const look = async (changed: ReadonlySet<string>): Promise<boolean> => {
    const session = runtime.session()
    if (session.ended) return true
    if (session.id !== ofSession) sights.clear()
    ofSession = session.id
    const streams = watchedStreams(session)
    let isWhole = true
    for (const stream of streams) {
      if (changed.has(stream) || !sights.has(stream)) isWhole = (await see(stream)) && isWhole
    }
    const heads = streams.flatMap((id) => {
      const sight = sights.get(id)
      return sight && !isLanded(session, id, sight.commit) ? [{ id, ...sight }] : []
    })
    const found = await pairsNow(runtime, session, heads)
    if (found === null) return false
    const known = runtime.session().foreseen.map(({ since: _, ...pair }) => pair)
    if (JSON.stringify(known) !== JSON.stringify(found) && runtime.session().id === session.id)
      runtime.dispatch({ type: 'conflicts-foreseen', at: runtime.now(), pairs: found })
    return isWhole
  }

  return {
    look: (changed) => look(changed).catch(() => false),
    close: async () => {
      if (folder) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The workspace as it is at this moment, as a commit; null: somebody wrote meanwhile, or it cannot be read. */
async function uncommitted(
  path: string,
  gitDir: string,
  env: Record<string, string>,
): Promise<{ commit: string; isClean: boolean } | null> {
  const found = await uncommittedTree(path, gitDir, env)
  if (!found.ok) return null
  const { head, tree } = found.value
  if (tree === null) return { commit: head, isClean: true }
  const made = await git(path, ['commit-tree', tree, '-p', head], { env, input: 'br-tui: radar' })
  return made.ok ? { commit: made.value.stdout.trim(), isClean: false } : null
}

/** Nothing of its own is left in it: what it did is what has landed. */
const isLanded = ({ integration, streams }: Session, id: string, commit: string): boolean =>
  [integration, streams[id]?.landedHead, streams[id]?.workspace.base].includes(commit)

export const watchedStreams = ({ streams, ended }: Session): string[] =>
  ended
    ? []
    : Object.values(streams)
        .filter((facts) => facts.workspace.state === 'ready' && hasStarted(facts) && !isSettling(facts))
        .map(({ id }) => id)

/** Null: git could not tell. */
async function pairsNow(
  { places }: Runtime,
  { integration }: Session,
  heads: readonly ({ id: string } & Sight)[],
): Promise<Pairs | null> {
  if (heads.length === 0) return []
  const others = {
    clones: [places.workClone],
    objects: heads.flatMap(({ objects }) => (objects ? [objects] : [])),
  }
  const found = await conflictPairs({
    ...{ repo: places.landClone, trunk: integration, others },
    heads: [...heads, { id: LANDED, commit: integration }],
  })
  if (!found.ok) return null
  const env = quarantine(others.objects[0] ?? join(places.landClone, 'objects'), {
    ...{ clones: [places.landClone, places.workClone], objects: others.objects },
  })
  return Promise.all(found.value.map((pair) => described(places.landClone, pair, env)))
}

async function described(
  repo: string,
  { a, b, conflicts }: ConflictPair,
  env: Record<string, string>,
): Promise<Pairs[number]> {
  const files: Pairs[number]['files'] = []
  for (const [index, each] of conflicts.slice(0, FILES).entries()) {
    const lines = index < FILES_WITH_LINES ? await conflictLines(repo, each, env) : { ofA: [], ofB: [] }
    files.push({ file: each.file, ...lines })
  }
  return { a, b: b === LANDED ? null : b, files }
}

/** Where something happens when a stream's workspace changes: its top, git's own folder of it, and where its files lie. */
export async function workspaceFolders(runtime: Runtime, stream: string): Promise<string[]> {
  const { clone, path } = streamPlace(runtime, stream)
  const gitDir = await registeredWorktree(clone, path).catch(() => null)
  const declared = allStreams(runtime.session().plan).find(({ id }) => id === stream)?.files ?? []
  const inside = declared.map((file) => join(path, dirname(file))).filter((folder) => folder.startsWith(path))
  return [...new Set([path, ...(gitDir ? [gitDir] : []), ...inside])].slice(0, FOLDERS)
}

const FOLDERS = 32
