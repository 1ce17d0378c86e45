import { lstat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { FileFact } from '../plan/complexity.ts'
import { git } from './git/git.ts'
import { readPlainFile } from './git/read-plain-file.ts'

const LARGEST = 4 * 1024 * 1024
/** A search reads the whole repository, so it is done for few files and not begun late. */
const MOST_SEARCHES = 12
const SEARCH_TIME = 3000

/** What can be found out about declared files, named from the root. `now` is a clock in ms. */
export async function fileFacts(
  root: string,
  paths: string[],
  { isRepository, now }: { isRepository: boolean; now: () => number },
): Promise<FileFact[]> {
  const until = now() + SEARCH_TIME
  const facts: FileFact[] = []
  // One after another: each search keeps every core busy.
  for (const [index, path] of paths.entries()) {
    const lines = await countLines(join(root, path))
    const isWorthIt = isRepository && index < MOST_SEARCHES && lines !== 0 && now() < until
    facts.push({ path, lines, mentions: isWorthIt ? await countMentions(root, path) : null })
  }
  return facts
}

/** 0 where there is no file yet; null for a folder, a link or a very large file. */
async function countLines(path: string): Promise<number | null> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  )
  if (!isThere) return 0
  const bytes = await readPlainFile(path, LARGEST)
  if (bytes === null) return null
  let lines = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1
  return bytes.length > 0 && bytes.at(-1) !== 10 ? lines + 1 : lines
}

/** Tracked files that seem to import the file or speak of it, by text alone. */
async function countMentions(root: string, path: string): Promise<number | null> {
  const patterns = mentionsOf(path).flatMap((pattern) => ['-e', pattern])
  const found = await git(root, ['grep', '-l', '-z', '-I', '-F', ...patterns, '--', ':(top)'], {
    okExits: [0, 1],
  })
  if (!found.ok) return null
  return found.value.stdout.split('\0').filter((file) => file !== '' && file !== path).length
}

/** Files that only stand for their folder: it is the folder that others name. */
const STAND_FOR_FOLDER = /^(?:index|__init__|mod|main|lib)$/

/** How languages name another file. A bare name is not searched: `result` is also a word. */
export function mentionsOf(path: string): string[] {
  const { name, dir, base } = posix.parse(path)
  const folder = posix.basename(dir)
  if (STAND_FOR_FOLDER.test(name) && folder !== '') return [...imports(folder), `${folder}/${base}`]
  const inFolder =
    folder === ''
      ? []
      : [`${folder}.${name}`, `${folder}::${name}`, `${folder}/${name}`, `${folder} import ${name}`]
  return [`/${base}`, ...imports(name), ...inFolder]
}

const imports = (name: string): string[] => [`/${name}'`, `/${name}"`, `import ${name}`, `from ${name} `]
