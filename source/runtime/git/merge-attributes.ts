import { readFileAt } from './read.ts'

/**
 * How a commit's .gitattributes wants its files merged, as lines of an attributes file. Only what says something
 * about merging: line endings and filters are a matter of each checkout.
 */
export async function mergeAttributes(repo: string, commit: string): Promise<string[]> {
  const text = await readFileAt(repo, commit, '.gitattributes', 1024 * 1024)
  return text.ok && text.value !== null ? mergeLines(text.value) : []
}

export function mergeLines(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, pattern, rest] = /^\s*("(?:[^"\\]|\\.)*"|[^\s#"[]\S*|\[(?!attr\])\S*)\s+(.*)$/.exec(line) ?? []
    if (!pattern || !rest) return []
    const said = rest
      .split(/\s+/)
      .filter((word) => /^[-!]?merge$|^merge=|^conflict-marker-size=|^binary$/.test(word))
    return said.length > 0
      ? [`${pattern} ${said.map((word) => (word === 'binary' ? '-merge' : word)).join(' ')}`]
      : []
  })
}
