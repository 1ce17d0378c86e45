import { type Problem, sentence } from '../model/result.ts'

export type ExitCode = 0 | 1 | 2 | 3 | 4

/** A problem on stderr, and the exit code that goes with it. */
export function complain(problem: Problem, exit: ExitCode = 1): ExitCode {
  process.stderr.write(`${safe(sentence(problem))}\n`)
  return exit
}

export function print(text: string): void {
  process.stdout.write(`${safe(text.endsWith('\n') ? text.slice(0, -1) : text)}\n`)
}

/**
 * Text from plans, repositories and agents is hostile to a terminal wherever it came in: at this edge nothing but
 * lines, tabs and colours goes out.
 */
export const safe = (text: string): string =>
  text.replace(/\x1b\[[0-9;:]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (found) => (found.length > 1 ? found : ' '))
