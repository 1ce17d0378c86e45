import { ENV_GLOBS, type EnvFacts } from '../../checks/gaps/env-files.ts'
import { ok, type Result } from '../../model/result.ts'
import { splitNul } from '../git/commits.ts'
import { git } from '../git/git.ts'

const NAMED = ENV_GLOBS.map((glob) => `:(top,glob,icase)**/${glob}`)

/** Files that are secret by their names, in a checkout and in commits of any branch or tag. */
export async function envFacts(root: string): Promise<Result<EnvFacts>> {
  const [tracked, loose, ignored, history] = await Promise.all([
    git(root, ['ls-files', '-z', '--cached', '--', ...NAMED]),
    git(root, ['ls-files', '-z', '--others', '--exclude-standard', '--', ...NAMED]),
    // Not whether it is: one that is committed never is.
    git(root, ['check-ignore', '--quiet', '--no-index', '.env'], { okExits: [0, 1] }),
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
    isIgnored: ignored.value.exit === 0,
  })
}

/** The same of some commits alone: `range` as for rev-list. What is ignored is the business of a checkout. */
export async function envFactsOf(repo: string, range: readonly string[]): Promise<Result<EnvFacts>> {
  const history = await pastNames(repo, range)
  return history.ok ? ok({ tracked: [], loose: [], history: history.value, isIgnored: null }) : history
}

/** Each with the commit that added it first. */
async function pastNames(repo: string, range: readonly string[]): Promise<Result<EnvFacts['history']>> {
  const args = ['--diff-filter=A', '--no-renames', '--no-ext-diff', '--format=%x00%H', '--name-only', '-z']
  const logged = await git(repo, ['log', ...args, ...range, '--', ...NAMED])
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
