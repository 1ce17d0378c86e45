import { type Problem, sentence } from '../model/result.ts'
import { maskOwn } from '../runtime/worker/mask.ts'
import { maskValues } from '../runtime/worker/mask-values.ts'

export type ExitCode = 0 | 1 | 2 | 3 | 4

/** A problem on stderr, and the exit code that goes with it. */
export function complain(problem: Problem, exit: ExitCode = 1): ExitCode {
  warn(sentence(problem))
  return exit
}

export const warn = (text: string): boolean => process.stderr.write(line(safe(text)))

export const print = (text: string): boolean => process.stdout.write(line(safe(text)))

/** What the host says has its secrets masked, and a path in it must open as it stands. */
export const printHeard = (text: string): boolean => process.stdout.write(line(plain(text)))
export const warnHeard = (text: string): boolean => process.stderr.write(line(plain(text)))

/** A document, or with `indent` 0 one line: masked before it is written as JSON, which stays JSON so. */
export const printJson = (value: unknown, indent = 2): boolean =>
  process.stdout.write(line(plain(JSON.stringify(maskValues(value, maskOwn), null, indent))))

const line = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)

/** No secret goes out at this edge, and nothing that a terminal would obey. */
export const safe = (text: string): string => plain(maskOwn(text))

/**
 * Text from plans, repositories and agents is hostile to a terminal wherever it came in: nothing but lines, tabs and
 * colours is left.
 */
export const plain = (text: string): string =>
  text.replace(/\x1b\[[0-9;:]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (found) => (found.length > 1 ? found : ' '))
