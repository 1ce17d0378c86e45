import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { ok, problem, type Result } from '../../model/result.ts'
import { git } from './git.ts'
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

const KEPT = 'pre-commit.before-br-tui'
const SCOPES = ['worktree', 'local', 'global', 'system'] as const
type Scope = (typeof SCOPES)[number]

export async function installHooks(
  repository: Repository,
  program: readonly string[],
): Promise<Result<HookStatus>> {
  const set = await hooksPath(repository)
  if (!set.ok) return set
  if (set.value === null || set.value.path === gitsFolder(repository)) {
    await installFile(repository, program)
    return hookStatus(repository)
  }
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
  await uninstallFile(repository)
  for (const scope of ['worktree', 'local'] as const) {
    const at = await setIn(repository, scope, 'core.hooksPath')
    if (at !== ownFolder(repository)) continue
    const own = (await setIn(repository, scope, 'br-tui.ownHooksPath')) ?? ''
    const restore = own === '' ? ['--unset', 'core.hooksPath'] : ['core.hooksPath', own]
    for (const args of [restore, ['--remove-section', 'br-tui']]) {
      const wrote = await git(repository.root, ['config', `--${scope}`, ...args])
      if (!wrote.ok) return wrote
    }
  }
  await rm(ownFolder(repository), { recursive: true, force: true })
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
  const elsewhere = [join(gitsFolder(repository), 'pre-commit'), join(ownFolder(repository), 'pre-commit')]
  for (const ours of elsewhere) {
    const found = await textOf(ours)
    if (found === null || !isOurHook(found)) continue
    const detail = `core.hooksPath leads to ${folder} now, so git does not run ${ours}. Run: br-tui hook install`
    return ok({ state: 'bypassed', hook, chained: null, detail })
  }
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

async function installFile(repository: Repository, program: readonly string[]): Promise<void> {
  const folder = gitsFolder(repository)
  const hook = join(folder, 'pre-commit')
  const kept = join(folder, KEPT)
  await mkdir(folder, { recursive: true })
  const before = await textOf(hook)
  if (before !== null && !isOurHook(before)) await rename(hook, kept)
  await writeHook(hook, hookScript('pre-commit', { program, previous: kept }))
}

async function uninstallFile(repository: Repository): Promise<void> {
  const folder = gitsFolder(repository)
  const hook = join(folder, 'pre-commit')
  const text = await textOf(hook)
  if (text === null || !isOurHook(text)) return
  const names = await readdir(folder)
  if (names.includes(KEPT)) await rename(join(folder, KEPT), hook)
  else await rm(hook)
}

async function writeHook(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o755 })
  // The mode counts only for a file that was not there.
  await chmod(path, 0o755)
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return null
  }
}
