import { ok, type Result } from '../../model/result.ts'
import { filesWithMarkers } from './conflict-files.ts'
import { git } from './git.ts'
import { type LeftFile, leaveOut } from './left-behind.ts'
import { mergeHead } from './merge-head.ts'
import { stage } from './stage.ts'

export interface LeftoversRequest {
  path: string
  gitDir: string
  base: string
  tasks: readonly string[]
  title: string
  excludePatterns?: readonly string[]
}

export type Leftovers = { kind: 'committed'; left: LeftFile[] } | { kind: 'markers'; files: string[] }

/** Commits what is uncommitted as one commit, except what must not be in one. It also finishes a merge. */
export async function commitLeftovers(request: LeftoversRequest): Promise<Result<Leftovers>> {
  const { path, gitDir, base } = request
  const changes = await uncommitted(path)
  if (!changes.ok) return changes
  const other = await mergeHead(gitDir)
  const merging = other !== null
  if (merging || changes.value.some(({ isUnmerged }) => isUnmerged)) {
    const marked = await filesWithMarkers(
      path,
      changes.value.map(({ name }) => bytes(name)),
    )
    if (marked.length > 0) return ok({ kind: 'markers', files: marked.map((file) => file.toString('utf8')) })
  }
  const split = await sortOut(request, changes.value, other === null ? [base] : [base, other])
  if (!split.ok) return split
  const { taken, left } = split.value
  const staged = await stageAll(path, taken, left)
  if (!staged.ok) return staged

  const differs = await git(path, ['diff-index', '--cached', '--quiet', '--no-ext-diff', 'HEAD', '--'], {
    okExits: [0, 1],
  })
  if (!differs.ok) return differs
  if (differs.value.exit === 1 || merging) {
    const args = ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '-F', '-']
    const committed = await git(path, args, { input: message(request) })
    if (!committed.ok) return committed
  }
  return ok({
    kind: 'committed',
    left: left.map(({ name, why }) => ({ file: bytes(name).toString('utf8'), why })),
  })
}

/** One changed file. Its name is bytes as latin1 text, so that one that is no UTF-8 is found again. */
interface Change {
  name: string
  isUnmerged: boolean
  isNewRepository: boolean
  /** What HEAD has there, as update-index reads it; null for a file that git does not know. */
  inHead: string | null
}

async function uncommitted(path: string): Promise<Result<Change[]>> {
  const args = ['--porcelain=v2', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=dirty']
  const status = await git(path, ['status', ...args], { encoding: 'latin1' })
  if (!status.ok) return status
  return ok(
    status.value.stdout
      .split('\0')
      .filter((line) => /^[1u?] /.test(line))
      .map(parseChange),
  )
}

/** `1 XY sub mH mI mW hH hI path`, `u XY sub m1 m2 m3 mW h1 h2 h3 path` or `? path`. */
function parseChange(line: string): Change {
  if (line.startsWith('? '))
    return { name: line.slice(2), isUnmerged: false, isNewRepository: false, inHead: null }
  const words = line.split(' ')
  if (line.startsWith('u ')) {
    return { name: words.slice(10).join(' '), isUnmerged: true, isNewRepository: false, inHead: null }
  }
  const [, , , modeInHead = '', modeInIndex, , objectInHead = ''] = words
  return {
    name: words.slice(8).join(' '),
    isUnmerged: false,
    isNewRepository: modeInIndex === '160000' && modeInHead === '000000',
    inHead: modeInHead === '000000' ? `0 ${objectInHead}` : `${modeInHead} ${objectInHead}`,
  }
}

type LeftChange = Change & { why: string }

async function sortOut({ path, excludePatterns }: LeftoversRequest, changes: Change[], sources: string[]) {
  const reasonFor = leaveOut(excludePatterns)
  const suspects: LeftChange[] = []
  for (const change of changes) {
    const why = change.isNewRepository
      ? 'a git repository of its own'
      : await reasonFor(path, bytes(change.name))
    if (why !== null && !change.isUnmerged) suspects.push({ ...change, why })
  }
  // What the repository had before (an .env.example), or what is being merged, is its own choice.
  const known = new Set<string>()
  for (const source of suspects.length > 0 ? sources : []) {
    const args = ['ls-tree', '-r', '-z', '--name-only', '--full-tree', source]
    const listed = await git(path, args, { encoding: 'latin1' })
    if (!listed.ok) return listed
    for (const name of listed.value.stdout.split('\0')) known.add(name)
  }
  const left = suspects.filter(({ name }) => !known.has(name))
  return ok({ left, taken: changes.filter(({ name }) => !left.some((other) => other.name === name)) })
}

async function stageAll(path: string, taken: Change[], left: LeftChange[]): Promise<Result<unknown>> {
  // The worker may have staged what must stay out: the index gets back what HEAD has there.
  const unstage = left
    .filter(({ inHead }) => inHead !== null)
    .map(({ name, inHead }) => `${inHead}\t${name}\0`)
  if (unstage.length > 0) {
    const args = ['update-index', '-z', '--index-info']
    const ran = await git(path, args, { input: unstage.join(''), encoding: 'latin1' })
    if (!ran.ok) return ran
  }
  return taken.length > 0
    ? stage(
        path,
        taken.map(({ name }) => name),
      )
    : ok(undefined)
}

function message({ title, tasks }: LeftoversRequest): string {
  return `${oneLine(title) || 'Work of a batch'}\n\nBr-Task: ${tasks.map(oneLine).join(', ')}\n`
}

// Titles come from a plan that anybody wrote: a line break in one could add trailers of its own.
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()

const bytes = (name: string) => Buffer.from(name, 'latin1')
