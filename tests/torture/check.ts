import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { git, type Place, STREAMS, TASKS } from './place.ts'
import { processesOf } from './processes.ts'

export interface Told {
  /** Commits that were ever said to have landed. */
  landed: Set<string>
}

export interface Status {
  auto: boolean
  ended: { how: string } | null
  integration: { commit: string; branch: string }
  streams: { id: string; status: string; next: string | null; batches: Batch[] }[]
  landings: {
    number: number
    kind: string
    state: string
    commit: string | null
    members: { stream: string; batches: string[] }[]
  }[]
  waitsForPerson: string[]
}

interface Batch {
  id: string
  kind: string
  landedIn: number | null
  tasks: string[]
}

/** What is wrong after a round that has come to its end; nothing must be. */
export function faults(
  place: Place,
  status: Status,
  { landed }: Told,
  before: Record<string, string>,
): string[] {
  const { root } = place
  const wrong: string[] = []
  const tip = git(root, 'rev-parse', status.integration.branch)
  if (status.ended?.how !== 'finished') wrong.push(`it ended as ${status.ended?.how ?? 'nothing'}`)
  if (tip !== status.integration.commit)
    wrong.push(`integration is ${tip}, said is ${status.integration.commit}`)
  for (const commit of landed)
    if (!isAncestor(root, commit, tip)) wrong.push(`${commit} was landed and is gone`)
  wrong.push(...twice(root, tip), ...missing(root, tip, status), ...changed(before, fingerprint(root)))
  wrong.push(...damaged(place))
  return wrong
}

function isAncestor(root: string, commit: string, tip: string): boolean {
  try {
    git(root, 'merge-base', '--is-ancestor', commit, tip)
    return true
  } catch {
    return false
  }
}

/** Every batch of every stream is merged once. */
function twice(root: string, tip: string): string[] {
  const merges = git(root, 'log', '--first-parent', '--format=%s', tip)
    .split('\n')
    .flatMap((subject) => {
      const [, stream, batches] = /^Merge (\S+): (.+)$/.exec(subject) ?? []
      return batches ? batches.split(', ').map((batch) => `${stream} ${batch}`) : []
    })
  return merges.filter((each, index) => merges.indexOf(each) !== index).map((each) => `${each} landed twice`)
}

/** What every task was to write is in the tree, whole. */
function missing(root: string, tip: string, status: Status): string[] {
  const tree = new Set(git(root, 'ls-tree', '-r', '--name-only', tip).split('\n'))
  const wanted = STREAMS.flatMap((stream) =>
    Array.from({ length: TASKS }, (_, index) => `${stream}.${index + 1}`).flatMap((id) =>
      ['a', 'b', 'c'].map((part) => ({
        file: `${stream}/${id}.${part}.txt`,
        content: `${id} ${part}\n`.repeat(50),
      })),
    ),
  )
  const notLanded = status.streams.flatMap(({ id, batches }) =>
    batches
      .filter(({ landedIn, tasks }) => landedIn === null && tasks.length > 0)
      .map((batch) => `${id} ${batch.id} has not landed`),
  )
  const absent = wanted.filter(({ file }) => !tree.has(file)).map(({ file }) => `${file} is missing`)
  const other = wanted
    .filter(({ file, content }) => tree.has(file) && `${git(root, 'show', `${tip}:${file}`)}\n` !== content)
    .map(({ file }) => `${file} is not what was written`)
  return [...notLanded, ...absent, ...other, ...notShared(root, tip)]
}

/** The line of every task is once in the file that all of them wrote in. */
function notShared(root: string, tip: string): string[] {
  const lines = git(root, 'show', `${tip}:shared.txt`).split('\n')
  const wanted = STREAMS.flatMap((stream) =>
    Array.from({ length: TASKS }, (_, index) => `${stream}.${index + 1}`),
  )
  const expected = ['all:', ...wanted, 'end'].sort().join()
  return [...lines].sort().join() === expected ? [] : [`shared.txt holds ${lines.join(' ')}`]
}

/** The person's checkout, index, configuration and hooks, and everything else of .git but what a commit of theirs and we may change. */
export function fingerprint(root: string): Record<string, string> {
  const found: Record<string, string> = {}
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder)) {
      const path = join(folder, entry)
      const name = relative(root, path)
      if (/^\.git\/(objects|logs|(refs\/(heads|tags)\/br)|packed-refs|info\/refs)(\/|$)/.test(name)) continue
      const stats = lstatSync(path)
      if (stats.isDirectory()) walk(path)
      else if (stats.isSymbolicLink()) found[name] = readlinkSync(path)
      else found[name] = createHash('sha256').update(readFileSync(path)).digest('hex')
    }
  }
  walk(root)
  return found
}

const changed = (before: Record<string, string>, after: Record<string, string>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} of the person's repository has changed`)

function damaged({ root, home }: Place): string[] {
  const [state = ''] = readdirSync(join(home, 'repos'))
  const repositories = [root, ...['work.git', 'land.git'].map((name) => join(home, 'repos', state, name))]
  return repositories.flatMap((repository) => {
    try {
      execFileSync('git', ['fsck', '--no-dangling', '--no-progress'], {
        cwd: repository,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      return []
    } catch (error) {
      return [
        `${repository} is damaged: ${String((error as { stderr: Buffer }).stderr)
          .trim()
          .slice(0, 300)}`,
      ]
    }
  })
}

/** After the session was stopped: nothing of it runs, and nothing lies about. */
export function leftovers(place: Place): string[] {
  const running = processesOf(place).map(({ pid, kind }) => `process ${pid} (${kind}) lives on`)
  const { home, env } = place
  const temporary = readdirSync(env.TMPDIR as string).map(
    (name) => `${name} was left in the folder for temporary files`,
  )
  const sockets = join(env.XDG_RUNTIME_DIR as string, 'br-tui')
  const open = existsSync(sockets)
    ? readdirSync(sockets).map((name) => `${name} was left beside the sockets`)
    : []
  // A lock in a workspace may be a person's; it goes when its stream is next worked on.
  const half = filesBelow(home)
    .filter((name) => /(\.tmp|\.new|\.raw|\.lock)$/.test(name))
    .filter((name) => !/host\.lock$|work\.git\/worktrees\/[^/]+\/\w+\.lock$/.test(name))
    .map((name) => `${relative(home, name)} was left half written`)
  // On a disk without room the workspaces of a finished session go by themselves.
  const workspaces = readdirSync(join(home, 'repos')).map((state) =>
    join(home, 'repos', state, 'workspaces/torture'),
  )
  const scratch = workspaces.filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.includes('.'))
      .map((name) => `${name} was left beside the workspaces`),
  )
  return [...running, ...temporary, ...open, ...half, ...scratch]
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
