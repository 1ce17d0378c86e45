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
/** Folders that hold other people's texts, or patterns of texts to come. */
const FOREIGN = /(?:^|\/)(?:node_modules|vendor|third_party|dist|build|templates?|\w+_TEMPLATE)\//i
/** Plans that are no Markdown have a name of their own. */
const OTHER_KINDS = ['tasks.json', '**/tasks.json', '.beads/*.jsonl', '**/.beads/*.jsonl']

/** Texts of the repository that could be a plan, tracked or new: those where tools put theirs first, then by name. */
export async function findPlanTexts(root: string): Promise<FoundText[]> {
  const kinds = ['*.md', '*.markdown', ...OTHER_KINDS.map((pattern) => `:(glob)${pattern}`)]
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...kinds]
  const listed = await git(root, args)
  if (!listed.ok) return []
  const files = [...new Set(listed.value.stdout.split('\0'))].filter(
    (file) => file !== '' && !FOREIGN.test(file),
  )
  files.sort((a, b) => rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1))
  const texts = await Promise.all(files.slice(0, MOST_FILES).map((file) => readBounded(join(root, file))))
  return texts.flatMap((text, index) => (text === null ? [] : [{ file: files[index] as string, text }]))
}

const rank = (file: string): number => {
  if (USUAL.test(file)) return 0
  return /plan|build|tasks|roadmap|todo/i.test(file) ? 1 : 2
}

const USUAL = new RegExp(
  [
    'specs/[^/]+/tasks\\.md',
    'openspec/changes/[^/]+/tasks\\.md',
    'tasks/tasks\\.json',
    '\\.planning/.*PLAN\\.md',
    '\\.beads/[^/]+\\.jsonl',
    'docs/superpowers/plans/[^/]+\\.md',
    'conductor/tracks/[^/]+/plan\\.md',
    '\\.buildrunner/builds/[^/]+\\.md',
  ]
    .map((path) => `(?:^|/)${path}$`)
    .join('|'),
)

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
