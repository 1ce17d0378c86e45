import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ENV_GLOBS, type EnvFacts } from '../../checks/gaps/env-files.ts'
import { ok, type Result } from '../../model/result.ts'
import { splitNul } from '../git/commits.ts'
import { git } from '../git/git.ts'
import { readFileAt } from '../git/read.ts'
import { withTemporaryFolder } from '../temporary-folder.ts'

const NAMED = ENV_GLOBS.map((glob) => `:(top,glob,icase)**/${glob}`)

/** Files that are secret by their names, in a checkout and in commits of any branch or tag. */
export async function envFacts(root: string): Promise<Result<EnvFacts>> {
  const [tracked, loose, ignored, history] = await Promise.all([
    git(root, ['ls-files', '-z', '--cached', '--', ...NAMED]),
    git(root, ['ls-files', '-z', '--others', '--exclude-standard', '--', ...NAMED]),
    isEnvIgnored(root),
    pastNames(root, ['--all']),
  ])
  if (!tracked.ok) return tracked
  if (!loose.ok) return loose
  if (!ignored.ok) return ignored
  if (!history.ok) return history
  return ok({
    tracked: splitNul(tracked.value.stdout),
    loose: splitNul(loose.value.stdout),
    history: history.value,
    isIgnored: ignored.value,
  })
}

/** The same of commits: `range` as for rev-list, and whether the tree of `commit` would keep an `.env` from being added. */
export async function envFactsOf(
  repo: string,
  commit: string,
  range: readonly string[],
): Promise<Result<EnvFacts>> {
  const [history, ignored] = await Promise.all([pastNames(repo, range), isEnvIgnoredAt(repo, commit)])
  if (!history.ok) return history
  if (!ignored.ok) return ignored
  return ok({ tracked: [], loose: [], history: history.value, isIgnored: ignored.value })
}

/** Not whether one that is there is: one that is committed never is. */
async function isEnvIgnored(root: string, env: Record<string, string> = {}): Promise<Result<boolean>> {
  const args = ['check-ignore', '--quiet', '--no-index', '.env']
  const asked = await git(root, args, { env, okExits: [0, 1] })
  return asked.ok ? ok(asked.value.exit === 0) : asked
}

/** git reads no `.gitignore` of a commit, only of a folder. */
async function isEnvIgnoredAt(repo: string, commit: string): Promise<Result<boolean>> {
  const text = await readFileAt(repo, commit, '.gitignore', LONGEST_IGNORES)
  if (!text.ok) return text
  return withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, '.gitignore'), text.value ?? '')
    return isEnvIgnored(repo, { GIT_WORK_TREE: folder })
  })
}

/** Bytes. */
const LONGEST_IGNORES = 1024 * 1024

/** Each with the commit that added it first. */
async function pastNames(repo: string, range: readonly string[]): Promise<Result<EnvFacts['history']>> {
  const args = ['--diff-filter=A', '--no-renames', '--no-ext-diff', '--format=%x00%H', '--name-only', '-z']
  // What came and went on a merged branch, and what a merge itself added, is left out of a plain log.
  const all = ['--full-history', '-m', '--topo-order']
  const logged = await git(repo, ['log', ...all, ...args, ...range, '--', ...NAMED])
  if (!logged.ok) return logged
  const past = new Map<string, string>()
  let commit = ''
  for (const word of splitNul(logged.value.stdout)) {
    const text = word.replace(/^\n/, '')
    if (/^[0-9a-f]{40,64}$/.test(text)) commit = text
    else past.set(text, commit)
  }
  return ok([...past].map(([path, at]) => ({ path, commit: at })))
}
