import { ensureWorkClone } from '../../../source/runtime/git/clones.ts'
import { prepareWorkspace, type Workspace } from '../../../source/runtime/git/workspace.ts'
import { at, freshPath, makeRepo, type Repo, value } from '../../helpers/repo.ts'

export interface Setup {
  user: Repo
  base: string
  workspace: Workspace
  /** The workspace as its worker sees it. */
  inside: Repo
}

/** A user's repository, the clone of it and one workspace on br/plan/stream/a. */
export async function setUp(
  files: Record<string, string> = { 'a.txt': lines('a'), 'b.txt': lines('b') },
): Promise<Setup> {
  const user = makeRepo({ files })
  const base = user.git('rev-parse', 'HEAD')
  const clone = freshPath('work.git')
  value(await ensureWorkClone({ source: user.root, path: clone, base }))
  const workspace = { clone, path: freshPath('workspace'), branch: 'br/plan/stream/a' }
  value(await prepareWorkspace({ ...workspace, start: base }))
  return { user, base, workspace, inside: at(workspace.path) }
}

/** Ten lines, so that two changes can be near or far from each other. */
export const lines = (word: string, changes: Record<number, string> = {}) =>
  Array.from({ length: 10 }, (_, index) => `${changes[index + 1] ?? `${word} ${index + 1}`}\n`).join('')

/** A commit on top of `parent`, made in the clone without touching the workspace. */
export function commitInClone(clone: string, parent: string, files: Record<string, string>): string {
  const path = freshPath('elsewhere')
  const repo = at(clone)
  repo.git('worktree', 'add', '--quiet', '--detach', path, parent)
  const commit = { ...at(path) }.commit(files)
  repo.git('worktree', 'remove', '--force', path)
  return commit
}
