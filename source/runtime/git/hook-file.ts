import { chmod, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, problem, type Result } from '../../model/result.ts'
import { hookScript, isOurHook, PRE_COMMITS_OWN } from './hook-script.ts'

/**
 * Our `pre-commit` in git's own folder, with the one that was there kept beside it. Tools that install theirs later put
 * ours aside as they would any other: the pre-commit framework as `.legacy`, which it still runs, lefthook as `.old`,
 * which nobody runs. Taking ours out of such a place puts there what ours had kept, as if it had never been.
 */
const KEPT = 'pre-commit.before-br-tui'
const PUT_ASIDE = ['pre-commit.legacy', 'pre-commit.old']

/** How the hooks of tools that make them anew whenever they are installed are known. */
const FRAMEWORK = new RegExp(PRE_COMMITS_OWN, 'm')
const MADE_BY = [FRAMEWORK, /\bcall_lefthook\b/]

export interface FileStatus {
  state: 'installed' | 'bypassed'
  /** The file of ours that runs, or would. */
  hook: string
  chained: string | null
  detail: string
}

export async function installFile(folder: string, program: readonly string[]): Promise<Result<null>> {
  const hook = join(folder, 'pre-commit')
  const kept = join(folder, KEPT)
  await mkdir(folder, { recursive: true })
  const isOurs = await isOurFile(hook)
  await clearAside(folder, { keepsKept: isOurs })
  if (!isOurs && (await isThere(hook))) {
    if ((await isThere(kept)) && !(await areOfOneTool(hook, kept)))
      return problem(
        `${kept} was kept when br-tui's hook was installed, and ${hook} is another one now.`,
        'Delete or rename the one that is not wanted any more, then install again.',
      )
    await rename(hook, kept)
  }
  await writeHook(hook, hookScript('pre-commit', { program, previous: kept, comesBack: true }))
  return ok(null)
}

export async function uninstallFile(folder: string): Promise<void> {
  const hook = join(folder, 'pre-commit')
  const kept = join(folder, KEPT)
  if (await isOurFile(hook)) {
    if (await isThere(kept)) await rename(kept, hook)
    else await rm(hook)
  }
  await clearAside(folder, { keepsKept: false })
  if (await areOfOneTool(hook, kept)) await rm(kept)
}

/** Null: there is nothing of ours. */
export async function fileStatus(folder: string): Promise<FileStatus | null> {
  const hook = join(folder, 'pre-commit')
  const kept = join(folder, KEPT)
  const text = await textOf(hook)
  if (text !== null && isOurHook(text))
    return { state: 'installed', hook, chained: (await isThere(kept)) ? kept : null, detail: '' }
  const [legacy = '', old = ''] = PUT_ASIDE.map((name) => join(folder, name))
  if (text && FRAMEWORK.test(text) && (await isOurFile(legacy)))
    return { state: 'installed', hook: legacy, chained: hook, detail: '' }
  for (const aside of [legacy, old])
    if (await isOurFile(aside)) {
      const detail = `Another tool has put its own hook at ${hook}, and ours aside, where git does not run it (${aside}). Run: br-tui hook install`
      return { state: 'bypassed', hook: aside, chained: null, detail }
    }
  if (!(await isThere(kept))) return null
  const detail = `Ours is not at ${hook} any more; what it had kept is still at ${kept}. Run: br-tui hook install, or: br-tui hook uninstall`
  return { state: 'bypassed', hook, chained: null, detail }
}

/** What ours kept goes where ours was put aside, unless it is an older make of the hook that took the place of ours. */
async function clearAside(folder: string, { keepsKept }: { keepsKept: boolean }): Promise<void> {
  const hook = join(folder, 'pre-commit')
  const kept = join(folder, KEPT)
  for (const aside of PUT_ASIDE.map((name) => join(folder, name))) {
    if (!(await isOurFile(aside))) continue
    const isWanted = !keepsKept && (await isThere(kept)) && !(await areOfOneTool(hook, kept))
    if (isWanted) await rename(kept, aside)
    else await rm(aside)
  }
}

async function areOfOneTool(one: string, other: string): Promise<boolean> {
  const [a, b] = [await textOf(one), await textOf(other)]
  if (a === null || b === null) return false
  return a === b || MADE_BY.some((sign) => sign.test(a) && sign.test(b))
}

export async function writeHook(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o755 })
  // The mode counts only for a file that was not there.
  await chmod(path, 0o755)
}

export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return null
  }
}

export const isOurFile = async (path: string): Promise<boolean> => isOurHook((await textOf(path)) ?? '')

/** Also a link that leads nowhere: writing through it would write where it leads to. */
const isThere = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null)) !== null
