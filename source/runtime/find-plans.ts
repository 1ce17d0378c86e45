import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from './git/git.ts'

export interface FoundText {
  /** Below the repository. */
  file: string
  text: string
}

const MOST_FILES = 400
const LARGEST = 512 * 1024
/** Folders that hold other people's texts. */
const FOREIGN = /(?:^|\/)(?:node_modules|vendor|third_party|dist|build)\//

/** Markdown of the repository that could be a plan, tracked or new, those named like one first. */
export async function findPlanTexts(root: string): Promise<FoundText[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '*.md', '*.markdown']
  const listed = await git(root, args)
  if (!listed.ok) return []
  const files = [...new Set(listed.value.stdout.split('\0'))].filter(
    (file) => file !== '' && !FOREIGN.test(file),
  )
  files.sort((a, b) => rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1))
  const texts = await Promise.all(files.slice(0, MOST_FILES).map((file) => readBounded(join(root, file))))
  return texts.flatMap((text, index) => (text === null ? [] : [{ file: files[index] as string, text }]))
}

const rank = (file: string): number => (/plan|build|tasks|roadmap/i.test(file) ? 0 : 1)

async function readBounded(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return null
  try {
    const stats = await file.stat()
    if (!stats.isFile() || stats.size > LARGEST) return null
    return await file.readFile('utf8')
  } catch {
    return null
  } finally {
    await file.close()
  }
}
