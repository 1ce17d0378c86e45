import { realpath } from 'node:fs/promises'
import { ok, problem, type Result } from '../../model/result.ts'
import { isPartialClone, readConfig } from './config.ts'
import { git } from './git.ts'

export interface RepositoryInfo {
  root: string
  /** The real .git folder, also for a linked worktree. */
  commonDir: string
  branch: string | null
  head: string
  identity: { name: string; email: string }
  /** commit.gpgsign is on: commits made by plumbing need to be told. */
  signs: boolean
  version: string
  hasSubmodules: boolean
  usesLfs: boolean
  isShallow: boolean
}

/** What br-tui must know of the user's repository, or why it cannot work with it. */
export async function inspectRepository(cwd: string): Promise<Result<RepositoryInfo>> {
  const version = await gitVersion(cwd)
  if (!version.ok) return version
  const place = await findRepository(cwd)
  if (!place.ok) return place
  const { root, commonDir, isShallow } = place.value

  const [head, branch, config] = await Promise.all([
    git(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    git(root, ['symbolic-ref', '--quiet', '--short', 'HEAD'], { okExits: [0, 1] }),
    readConfig(root),
  ])
  if (!head.ok) {
    return problem(`${root} has no commit yet.`, 'Make a first commit, then try again.')
  }
  if (!branch.ok) return branch
  if (!config.ok) return config
  const last = (key: string) => config.value.findLast((entry) => entry.key === key)?.value
  const name = last('user.name')
  const email = last('user.email')
  if (!name || !email) {
    return problem(
      `git does not know who you are in ${root}.`,
      'Set it with: git config --global user.name "Your Name" and git config --global user.email you@example.com',
    )
  }
  if (isPartialClone(config.value)) {
    return problem(
      `${root} is a partial clone: objects that a local copy needs are missing.`,
      'Make a full clone, or fetch everything with: git fetch --refetch --no-filter',
    )
  }
  const [submodules, lfs] = await Promise.all([
    git(root, ['cat-file', '-e', 'HEAD:.gitmodules'], { okExits: [0, 1, 128] }),
    git(root, ['grep', '-q', 'filter=lfs', 'HEAD', '--', ':(top,glob)**/.gitattributes'], {
      okExits: [0, 1],
    }),
  ])
  return ok({
    root,
    commonDir,
    branch: branch.value.exit === 0 ? branch.value.stdout.trim() : null,
    head: head.value.stdout.trim(),
    identity: { name, email },
    signs: /^(true|yes|on|1)$/i.test(last('commit.gpgsign') ?? 'false'),
    version: version.value,
    hasSubmodules: submodules.ok && submodules.value.exit === 0,
    usesLfs: lfs.ok && lfs.value.exit === 0,
    isShallow,
  })
}

async function gitVersion(cwd: string): Promise<Result<string>> {
  const said = await git(cwd, ['version'])
  if (!said.ok) return said
  const [version = '', major = 0, minor = 0] = /(\d+)\.(\d+)(\.\d+)*/.exec(said.value.stdout) ?? []
  if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 39)) return ok(version)
  return problem(`git ${version} is too old: br-tui needs git 2.39 or newer.`, 'Install a newer git.')
}

async function findRepository(cwd: string) {
  // The only call that may look above its folder.
  const env = { GIT_CEILING_DIRECTORIES: '' }
  const facts = await git(cwd, ['rev-parse', '--is-bare-repository', '--is-shallow-repository'], { env })
  if (!facts.ok) {
    return facts.error.stderr.includes('not a git repository')
      ? problem(`${cwd} is not in a git repository.`, 'Go to one, or make one with: git init')
      : facts
  }
  const [isBare, isShallow] = facts.value.stdout.split('\n').map((line) => line === 'true')
  const top = await git(cwd, ['rev-parse', '--show-toplevel'], { env })
  if (!top.ok) {
    return problem(
      isBare ? `${cwd} is a bare repository.` : `${cwd} is inside a .git folder.`,
      'Start br-tui in a checkout of it.',
    )
  }
  const common = await git(cwd, ['rev-parse', '--path-format=absolute', '--git-common-dir'], { env })
  if (!common.ok) return common
  // One line break is git's; a folder's name may have its own.
  const path = (text: string) => text.replace(/\n$/, '')
  return ok({
    root: path(top.value.stdout),
    commonDir: await realpath(path(common.value.stdout)),
    isShallow: isShallow ?? false,
  })
}
