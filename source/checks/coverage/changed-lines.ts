import { addedLines } from '../added-lines.ts'

/** The new lines of every file in a unified diff of git's, by the file's new path. */
export const changedLines = (diff: string): Map<string, number[]> =>
  new Map(addedLines(diff).map(({ path, lines }) => [path, lines.map(({ number }) => number)]))
