import { join } from 'node:path'
import { readPlainFile } from './read-plain-file.ts'

/** The commit whose merge is under way in a worktree, or null. */
export async function mergeHead(gitDir: string): Promise<string | null> {
  const text = await readPlainFile(join(gitDir, 'MERGE_HEAD'), 65_536)
  return text === null ? null : (text.toString().split('\n')[0] ?? '')
}
