import { mkdir, readdir, rm } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { ok, problem, type Result } from '../../model/result.ts'
import { git } from './git.ts'
import { fileStatus, installFile, isOurFile, textOf, uninstallFile, writeHook } from './hook-file.ts'
import { HOOK_NAMES, hookScript, isOurHook, previousOf } from './hook-script.ts'

/**
 * Hooks for the commits of a person, in a repository of theirs. Where nobody has said where hooks lie, ours becomes
 * `pre-commit` in git's own folder and keeps the one that was there beside it. Where somebody has (`core.hooksPath`, as
 * husky does), that folder is often part of what is committed: then hooks of ours in the .git folder stand before all of
 * those, and the setting leads to them.
 */
export interface Repository {
  root: string
  commonDir: string
}

export interface HookStatus {
  state: 'installed' | 'not-installed' | 'bypassed'
  /** The file that git runs before a commit, or would run. */
  hook: string
  /** What has its turn after ours; null: nothing. */
  chained: string | null
  detail: string
}

const SCOPES = ['worktree', 'local', 'global', 'system'] as const
type Scope = (typeof SCOPES)[number]

export async function installHooks(
  repository: Repository,
  program: readonly string[],
): Promise<Result<HookStatus>> {
  const set = await hooksPath(repository)
  if (!set.ok) return set
  if (set.value === null || set.value.path === gitsFolder(repository)) {
    const installed = await installFile(gitsFolder(repository), program)
    return installed.ok ? hookStatus(repository) : installed
  }
  const [foreign] = await foreignIn(ownFolder(repository))
  if (foreign !== undefined)
    return problem(
      `Another tool wrote ${foreign} into the folder of br-tui's hooks.`,
      "Run 'br-tui hook uninstall', let that tool install its hooks again (lefthook: 'lefthook install'), then install again.",
    )
  const previous = set.value.path === ownFolder(repository) ? await remembered(repository) : ok(set.value)
  if (!previous.ok) return previous
  await writeHooks(ownFolder(repository), { program, previous: previous.value.path })
  if (set.value.path === ownFolder(repository)) return hookStatus(repository)
  const scope = set.value.scope === 'worktree' ? 'worktree' : 'local'
  const own = set.value.scope === scope ? set.value.raw : ''
  for (const [key, value] of [
    ['br-tui.previousHooksPath', set.value.path],
    ['br-tui.ownHooksPath', own],
    ['core.hooksPath', ownFolder(repository)],
  ] as const) {
    const wrote = await git(repository.root, ['config', `--${scope}`, key, value])
    if (!wrote.ok) return wrote
  }
  return hookStatus(repository)
}

export async function uninstallHooks(repository: Repository): Promise<Result<HookStatus>> {
  await uninstallFile(gitsFolder(repository))
  for (const scope of ['worktree', 'local'] as const) {
    const own = await setIn(repository, scope, 'br-tui.ownHooksPath')
    const changes: string[][] = own === null ? [] : [['--remove-section', 'br-tui']]
    // Another tool may have set it anew: then it is that tool's.
    if ((await setIn(repository, scope, 'core.hooksPath')) === ownFolder(repository))
      changes.unshift(own ? ['core.hooksPath', own] : ['--unset', 'core.hooksPath'])
    for (const args of changes) {
      const wrote = await git(repository.root, ['config', `--${scope}`, ...args])
      if (!wrote.ok) return wrote
    }
  }
  await removeOwn(ownFolder(repository))
  return hookStatus(repository)
}

/** What git would run before the next commit, by what is there now. */
export async function hookStatus(repository: Repository): Promise<Result<HookStatus>> {
  const set = await hooksPath(repository)
  if (!set.ok) return set
  const folder = set.value?.path ?? gitsFolder(repository)
  const hook = join(folder, 'pre-commit')
  const text = await textOf(inWorktree(repository, hook))
  if (text !== null && isOurHook(text)) {
    const previous = previousOf(text)
    const chained = (await textOf(inWorktree(repository, previous))) === null ? null : previous
    return ok({ state: 'installed', hook, chained, detail: '' })
  }
  const inGits = await fileStatus(gitsFolder(repository))
  if (inGits && folder === gitsFolder(repository)) return ok(inGits)
  const bypassed = (detail: string) =>
    ok({ state: 'bypassed' as const, hook, chained: null, detail: `${detail} Run: br-tui hook install` })
  if (folder === ownFolder(repository)) return bypassed(`Ours is not at ${hook} any more.`)
  for (const ours of [inGits?.hook ?? '', join(ownFolder(repository), 'pre-commit')])
    if (await isOurFile(ours))
      return bypassed(`core.hooksPath leads to ${folder} now, so git does not run ${ours}.`)
  return ok({ state: 'not-installed', hook, chained: null, detail: '' })
}

/** Hooks that all of a folder's names stand for, each with the one of `previous` behind it. */
export async function writeHooks(
  folder: string,
  { program, previous }: { program: readonly string[]; previous: string },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of HOOK_NAMES)
    await writeHook(join(folder, name), hookScript(name, { program, previous: join(previous, name) }))
}

/**
 * The folder whose hooks git would run in this repository. A relative one is left as it is: git means the top of the
 * worktree that the commit is made in.
 */
export async function effectiveHooks(repository: Repository): Promise<Result<string>> {
  const set = await hooksPath(repository)
  return set.ok ? ok(set.value?.path ?? gitsFolder(repository)) : set
}

const gitsFolder = ({ commonDir }: Repository): string => join(commonDir, 'hooks')
const ownFolder = ({ commonDir }: Repository): string => join(commonDir, 'br-tui', 'hooks')
const inWorktree = ({ root }: Repository, path: string): string =>
  isAbsolute(path) ? path : join(root, path)

interface Setting {
  scope: Scope
  /** As it is written. */
  raw: string
  /** With `~` looked up. */
  path: string
}

/** `core.hooksPath` from the nearest place that sets it. Each is asked by name: our own calls set another one. */
async function hooksPath(repository: Repository): Promise<Result<Setting | null>> {
  if (await isOnlyOurs(repository)) return ok(null)
  for (const scope of SCOPES) {
    const raw = await setIn(repository, scope, 'core.hooksPath')
    if (raw === null) continue
    const args = ['config', `--${scope}`, '--includes', '--type=path', '--get', 'core.hooksPath']
    const asked = await git(repository.root, args)
    return asked.ok ? ok({ scope, raw, path: asked.value.stdout.replace(/\n$/, '') }) : asked
  }
  return ok(null)
}

/** Mostly no place sets it, and one question tells. */
async function isOnlyOurs({ root }: Repository): Promise<boolean> {
  const asked = await git(root, ['config', '--show-scope', '--includes', '--get-all', 'core.hooksPath'])
  return asked.ok && /^(?:command\t.*\n)+$/.test(asked.value.stdout)
}

/** Null where it is not set, also where such a place does not exist. */
async function setIn({ root }: Repository, scope: Scope, key: string): Promise<string | null> {
  const asked = await git(root, ['config', `--${scope}`, '--includes', '--get', key], {
    okExits: [0, 1, 128],
  })
  return asked.ok && asked.value.exit === 0 ? asked.value.stdout.replace(/\n$/, '') : null
}

async function remembered(repository: Repository): Promise<Result<{ path: string }>> {
  for (const scope of ['worktree', 'local'] as const) {
    const path = await setIn(repository, scope, 'br-tui.previousHooksPath')
    if (path !== null) return ok({ path })
  }
  return problem(
    'core.hooksPath leads to hooks of br-tui, and what it was before is not known any more.',
    "Run 'br-tui hook uninstall', set core.hooksPath as it is to be, and install again.",
  )
}

/** Hooks in our folder that are not ours: a tool that is told to (`lefthook install --force`) writes there as well. */
async function foreignIn(folder: string): Promise<string[]> {
  const paths = (await readdir(folder).catch(() => [])).map((name) => join(folder, name))
  const ours = await Promise.all(paths.map(isOurFile))
  return paths.filter((_, at) => !ours[at])
}

async function removeOwn(folder: string): Promise<void> {
  const foreign = await foreignIn(folder)
  if (foreign.length === 0) return rm(folder, { recursive: true, force: true })
  const names = (await readdir(folder)).map((name) => join(folder, name))
  await Promise.all(names.filter((name) => !foreign.includes(name)).map((name) => rm(name)))
}
