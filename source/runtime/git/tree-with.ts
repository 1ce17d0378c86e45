import { join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import { withTemporaryFolder } from '../temporary-folder.ts'
import { git } from './git.ts'

/** `tree` with these files as `commit` has them, gone ones gone. */
export function treeWithFilesOf(
  repo: string,
  { tree, commit, files }: { tree: string; commit: string; files: readonly string[] },
): Promise<Result<string>> {
  return withTemporaryFolder(async (folder) => {
    const env = { GIT_INDEX_FILE: join(folder, 'index') }
    const listed = await git(repo, ['ls-tree', '-z', '--full-tree', commit, '--', ...files], {
      env: { GIT_LITERAL_PATHSPECS: '1' },
    })
    if (!listed.ok) return listed
    const removed = files.map((file) => `0 ${'0'.repeat(commit.length)}\t${file}\0`)
    const read = await git(repo, ['read-tree', tree], { env })
    if (!read.ok) return read
    const input = `${removed.join('')}${listed.value.stdout}`
    const set = await git(repo, ['update-index', '-z', '--index-info'], { env, input })
    if (!set.ok) return set
    const written = await git(repo, ['write-tree'], { env })
    return written.ok ? ok(written.value.stdout.trim()) : written
  })
}
