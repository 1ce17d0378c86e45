import { structuredPatch } from 'diff'
import type { Diff } from './update.ts'

/** Looking for the shortest way from one text to another takes the square of its length: a longer one is told in full. */
const LONGEST_WAY = 1000

/** The lines that are gone or new, each behind its `-` or `+`. */
export const changedLines = (diff: Diff): string[] =>
  hunksOf(diff, 0)
    .flat()
    .filter((line) => !line.startsWith(' '))

/** The same as a person reads it, three lines around each change. Agents tell parts of files: there are no line numbers. */
export const diffLines = (diff: Diff): string[] => hunksOf(diff, 3).flatMap((lines) => ['@@', ...lines])

function hunksOf({ oldText, newText }: Diff, context: number): string[][] {
  const [before, after] = [whole(oldText ?? ''), whole(newText)]
  const options = { context, maxEditLength: LONGEST_WAY }
  const patch = structuredPatch('', '', before, after, undefined, undefined, options)
  if (patch) return patch.hunks.map(({ lines }) => lines)
  return [[...signed('-', before), ...signed('+', after)]]
}

/** Parts of files mostly end in the middle of a line: that is no change. */
const whole = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

const signed = (sign: string, text: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${sign}${line}`)
