import { ok, problem, type Result } from '../../model/result.ts'
import { fetchCommits, missingCommits } from './commits.ts'
import { git } from './git.ts'
import { guardConfig } from './guard-config.ts'

export interface PublishRequest {
  /** Root of the user's checkout. */
  root: string
  land: string
  /** A full ref name under refs/heads/br/ or refs/tags/br/. */
  ref: string
  commit: string
  /** What the ref must point at now; null: it must not exist. */
  expectedOld: string | null
}

export type Published =
  | { kind: 'published' }
  /** It points there already. */
  | { kind: 'current' }
  /** The user has the branch checked out: not moved. */
  | { kind: 'checked-out'; where: string }
  /** Somebody else moved or removed it: not touched. */
  | { kind: 'moved'; to: string | null }

/** Points one branch or tag of the user's repository at a commit, and changes nothing else there. */
export async function publishRef(request: PublishRequest): Promise<Result<Published>> {
  const { root, land, ref, commit, expectedOld } = request
  if (!/^refs\/(heads|tags)\/br\/./.test(ref)) throw new Error(`Not a ref of br-tui: ${ref}`)
  const [holder, missing] = await Promise.all([worktreeOn(root, ref), missingCommits(root, [commit])])
  if (!holder.ok) return holder
  if (!missing.ok) return missing
  if (holder.value !== null) {
    const other = await elsewhere(request)
    return other.ok ? ok(other.value ?? { kind: 'checked-out', where: holder.value }) : other
  }
  if (missing.value.length > 0) {
    await guardConfig(land)
    const fetched = await fetchCommits(root, land, [commit])
    if (!fetched.ok) return fetched
  }
  const old = expectedOld ?? '0'.repeat(commit.length)
  const args = ['-c', 'core.fsync=all', 'update-ref', '-m', 'br-tui: publish', ref, commit, old]
  const moved = await git(root, args)
  return moved.ok ? ok({ kind: 'published' }) : whyNot(request, moved.error.message)
}

/** Where the ref is when it is not where it is expected; null: it is there. git itself sees to that when it moves one. */
async function elsewhere({
  root,
  ref,
  commit,
  expectedOld,
}: PublishRequest): Promise<Result<Published | null>> {
  const now = await target(root, ref)
  if (!now.ok) return now
  if (now.value === commit) return ok({ kind: 'current' })
  return ok(now.value === expectedOld ? null : { kind: 'moved', to: now.value })
}

async function whyNot(request: PublishRequest, said: string): Promise<Result<Published>> {
  const { root, ref } = request
  const now = await elsewhere(request)
  if (now.ok && now.value !== null) return ok(now.value)
  const listed = await git(root, ['for-each-ref', '--format=%(refname)', 'refs/heads/br', 'refs/tags/br'])
  const other = listed.ok
    ? listed.value.stdout
        .split('\n')
        .find((name) => name && (ref.startsWith(`${name}/`) || name.startsWith(`${ref}/`)))
    : undefined
  if (!other) return problem(`${ref} could not be published: ${said}`)
  const isTag = other.startsWith('refs/tags/')
  const name = other.slice(isTag ? 'refs/tags/'.length : 'refs/heads/'.length)
  return problem(
    `${ref} could not be published: git allows no such name beside the ${isTag ? 'tag' : 'branch'} ${name}.`,
    isTag
      ? `Remove it with: git tag -d ${name}`
      : `Rename it with: git branch -m ${name} old-${name.replaceAll('/', '-')}`,
  )
}

/** What the ref itself points at: for an annotated tag its tag object. */
async function target(root: string, ref: string): Promise<Result<string | null>> {
  const asked = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', ref], {
    okExits: [0, 1],
  })
  return asked.ok ? ok(asked.value.stdout.trim() || null) : asked
}

async function worktreeOn(root: string, ref: string): Promise<Result<string | null>> {
  // A tag cannot be checked out.
  if (ref.startsWith('refs/tags/')) return ok(null)
  const listed = await git(root, ['worktree', 'list', '--porcelain', '-z'])
  if (!listed.ok) return listed
  const records = listed.value.stdout.split('\0\0').map((record) => record.split('\0'))
  const holder = records.find((fields) => fields.includes(`branch ${ref}`))
  return ok(holder?.find((field) => field.startsWith('worktree '))?.slice('worktree '.length) ?? null)
}
