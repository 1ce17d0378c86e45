import { ok, problem, type Result } from '../model/result.ts'

// One piece of a word, or the space between two: '…', "…", \x, plain characters, blanks.
const piece = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)|(\s+)/y

/**
 * Splits a line into words by the quoting rules of a POSIX shell, expanding nothing. The splitter of the shlex
 * package is not used because it leaves the backslash in "\$X", where a shell takes it away: `sh -c "echo \$X"`
 * would print its own source.
 */
export function splitWords(line: string): Result<string[]> {
  const words: string[] = []
  let word: string | null = null
  piece.lastIndex = 0
  while (piece.lastIndex < line.length) {
    const at = piece.lastIndex
    const match = piece.exec(line)
    if (match === null) return unbalanced(line.slice(at))
    const [, single, double, escaped, plain, blank] = match
    if (blank !== undefined) {
      if (word !== null) words.push(word)
      word = null
    } else {
      const text =
        single ?? plain ?? (double === undefined ? unescaped(escaped as string) : unescapedDouble(double))
      word = (word ?? '') + text
    }
  }
  if (word !== null) words.push(word)
  return ok(words)
}

const unescaped = (character: string): string => (character === '\n' ? '' : character)

// Inside double quotes a backslash counts only before these; anywhere else it is itself.
const unescapedDouble = (text: string): string =>
  text.replace(/\\([$`"\\\n])/g, (_, character: string) => unescaped(character))

function unbalanced(rest: string): Result<never> {
  return rest.startsWith('\\')
    ? problem('The command ends in a lone backslash.', 'Write \\\\ for a backslash, or take it away.')
    : problem(`A quote is never closed: ${rest.slice(0, 40)}`, `Close it with another ${rest.charAt(0)}.`)
}
