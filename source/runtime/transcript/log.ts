import { statSync } from 'node:fs'
import { countLineEnds } from './log-lines.ts'

/** How far a log has grown. */
export interface LogEnd {
  offset: number
  /** How many lines have ended; null where nobody has counted. */
  lines: number | null
}

/** The log of a run, as far as it is known. It is never read as a whole. */
export interface Log {
  run: string
  path: string
  end: () => number
  /** Returns where the log ended before. */
  grow: (end: LogEnd) => number
  /** How many lines end from `from` on; null: too many to count. */
  lineEndsFrom: (from: number) => number | null
}

/** A place is kept each time the log has grown by this much: 16 KB of them for the longest log. */
const markEvery = 256 * 1024

/** What is counted at once, at most: a few milliseconds' work. */
const countable = 4 * 1024 * 1024

export function openLog(run: string, path: string, size: number): Log {
  let end = size
  const marks: { offset: number; lines: number }[] = []
  let counted = { from: -1, to: -1, lines: 0 }

  const grow = ({ offset, lines }: LogEnd) => {
    const before = end
    end = Math.max(end, offset)
    const last = marks.at(-1)
    if (lines !== null && offset >= (last?.offset ?? 0)) {
      // The newest place is always known; it stays once it is far enough from the one before it.
      const isNear = last !== undefined && offset - (marks.at(-2)?.offset ?? 0) < markEvery
      marks.splice(isNear ? -1 : marks.length, isNear ? 1 : 0, { offset, lines })
    }
    return before
  }

  const count = (from: number, to: number) => {
    // A pane that stands still asks the same each time the log has grown.
    if (counted.from !== from || counted.to !== to)
      counted = { from, to, lines: countLineEnds(path, from, to) }
    return counted.lines
  }

  const lineEndsFrom = (from: number) => {
    const mark = marks[firstAt(marks, from)]
    const last = marks.at(-1)
    const to = mark?.offset ?? end
    if (to - from > countable) return null
    const rest = mark && last ? last.lines - mark.lines + countAfter(last.offset) : 0
    return count(from, to) + rest
  }

  /** Nothing, but for the last words of a worker that was lost. */
  const countAfter = (offset: number) => (offset < end ? countLineEnds(path, offset, end) : 0)

  return { run, path, end: () => end, grow, lineEndsFrom }
}

/** The place of the first mark at `offset` or behind it. */
function firstAt(marks: { offset: number }[], offset: number): number {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((marks[middle]?.offset ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Null where there is no log. */
export const logSize = (path: string): number | null =>
  statSync(path, { throwIfNoEntry: false })?.size ?? null
