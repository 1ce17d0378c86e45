import { simpleGit } from 'simple-git'
import { ok, problem, type Result } from '../../model/result.ts'
import { git } from './git.ts'
import { safeConfig, safeVariables } from './safe-environment.ts'

/** The difference between two commits as text for a person; `stat`: only its summary. */
export const diffText = (
  repo: string,
  from: string,
  to: string,
  { stat = false, file }: { stat?: boolean; file?: string } = {},
): Promise<Result<string>> =>
  answer(() =>
    reader(repo).diff([
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      ...(stat ? ['--stat'] : []),
      from,
      to,
      '--',
      ...(file === undefined ? [] : [`:(top,literal)${file}`]),
    ]),
  )

/** What each merge between two commits brought, a line each: `Merge alpha: batch_1 · 3 files changed, 12 insertions(+)`. */
export async function mergeStats(repo: string, from: string, to: string): Promise<Result<string[]>> {
  const args = [
    'log',
    '--first-parent',
    '--reverse',
    '--diff-merges=first-parent',
    '--shortstat',
    '--format=%x01%s',
  ]
  const listed = await git(repo, [...args, `${from}..${to}`])
  if (!listed.ok) return listed
  const merges = listed.value.stdout.split('\x01').slice(1)
  return ok(
    merges.map((merge) => {
      const lines = merge.split('\n').map((line) => line.trim())
      return lines.filter((line) => line !== '').join(' · ')
    }),
  )
}

export interface LogLine {
  commit: string
  subject: string
  author: string
  at: string
}

/** The commits in `to` that `from` does not have, newest first. */
export const logLines = (repo: string, from: string, to: string): Promise<Result<LogLine[]>> =>
  answer(async () => {
    const format = { commit: '%H', subject: '%s', author: '%an', at: '%aI' }
    const log = await reader(repo).log({ format, from, to, symmetric: false, mailMap: false })
    return log.all.map(({ commit, subject, author, at }) => ({ commit, subject, author, at }))
  })

export async function branchExists(repo: string, branch: string): Promise<Result<boolean>> {
  const asked = await git(repo, ['show-ref', '--verify', '--quiet', `refs/heads/${branch}`], {
    okExits: [0, 1],
  })
  return asked.ok ? ok(asked.value.exit === 0) : asked
}

/** The refs below `prefix` (`refs/heads/br/slug`) and the commits they point at, annotated tags looked through. */
export async function listRefs(repo: string, prefix: string): Promise<Result<Map<string, string>>> {
  const format = '--format=%(refname) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)'
  const listed = await git(repo, ['for-each-ref', format, '--', prefix])
  if (!listed.ok) return listed
  const lines = listed.value.stdout.split('\n').filter((line) => line !== '')
  return ok(new Map(lines.map((line) => line.split(' ') as [string, string])))
}

/** A file's text as a commit holds it. Null: no such file, or a link or a folder in its place. */
export async function readFileAt(
  repo: string,
  commit: string,
  path: string,
  maxBytes: number,
): Promise<Result<string | null>> {
  const listed = await git(repo, ['ls-tree', '-z', '-l', '--full-tree', commit, '--', path], {
    env: { GIT_LITERAL_PATHSPECS: '1' },
  })
  if (!listed.ok) return listed
  const entry = listed.value.stdout.split('\0').find((line) => line.slice(line.indexOf('\t') + 1) === path)
  const [, blob, size] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t/.exec(entry ?? '') ?? []
  if (!blob) return ok(null)
  if (Number(size) > maxBytes) {
    return problem(`${JSON.stringify(path)} is too large to read: ${size} bytes, at most ${maxBytes} are.`)
  }
  const read = await git(repo, ['cat-file', 'blob', blob])
  return read.ok ? ok(read.value.stdout) : read
}

/** simple-git with the same walls around it as `git()`. */
const reader = (repo: string) =>
  simpleGit({
    baseDir: repo,
    config: [...safeConfig],
    unsafe: { allowUnsafeFsMonitor: true, allowUnsafeHooksPath: true },
    allowEnvironment: Object.keys(safeVariables(repo)),
  }).env({ ...places(), ...safeVariables(repo) })

/** All that git needs from outside to read. simple-git refuses to run with an EDITOR or a PAGER set. */
const places = () =>
  Object.fromEntries(
    ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'TMPDIR'].flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

async function answer<T>(ask: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await ask())
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const line = said.split('\n').find((text) => text.trim() !== '') ?? 'it said nothing'
    return problem(`git could not be read: ${line.replace(/^(fatal|error): /, '')}`)
  }
}

/** Names at the top of a commit's tree, folders included. */
export async function listNames(repo: string, commit: string): Promise<Result<string[]>> {
  const listed = await git(repo, ['ls-tree', '-z', '--name-only', '--full-tree', commit])
  return listed.ok ? ok(listed.value.stdout.split('\0').filter((name) => name !== '')) : listed
}

/** Every path of a commit's tree, links and submodules too. */
export async function listTree(repo: string, commit: string): Promise<Result<string[]>> {
  const listed = await git(repo, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit])
  return listed.ok ? ok(listed.value.stdout.split('\0').filter((name) => name !== '')) : listed
}
