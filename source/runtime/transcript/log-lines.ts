import { readBlock } from './read-block.ts'

/** A line of a transcript. `line` names it within its part: of a log, the byte it begins at. */
export interface TextLine {
  line: number
  /** The name of the line after it. */
  next: number
  text: string
}

/** Some rows of a screen; a longer stretch is read again, twice as long. */
const firstBlock = 16 * 1024

/** What is this long is no line of ours: somebody else wrote into the log. It is shown in pieces. */
const longestBlock = 1024 * 1024

const blockFor = (count: number) => Math.min(longestBlock, Math.max(firstBlock, count * 128))

/** Up to `count` lines from the one that begins at `from`, none of them beyond `end`. Null: the file is gone. */
export function linesAfter(path: string, from: number, end: number, count: number): TextLine[] | null {
  for (let size = blockFor(count); ; size *= 2) {
    const to = Math.min(end, from + size)
    const block = readBlock(path, from, to)
    if (block === null) return null
    const isLast = to === end || block.length < to - from || size >= longestBlock
    const lines = split(block, from, isLast && (to === end || block.indexOf(10) < 0))
    if (lines.length >= count || isLast) return lines.slice(0, count)
  }
}

/** Up to `count` lines that end at `to` or before it, none of them before `start`, in order. */
export function linesBefore(path: string, start: number, to: number, count: number): TextLine[] | null {
  for (let size = blockFor(count); ; size *= 2) {
    const from = Math.max(start, to - size)
    const block = readBlock(path, from, to)
    if (block === null) return null
    const isLast = from === start || size >= longestBlock
    // What the block begins with is the rest of a line, unless it begins where the lines do.
    const begin = from === start ? 0 : block.indexOf(10) + 1
    const hasBegin = from === start || (begin > 0 && begin < block.length)
    // Only as many are made into text as are asked for: a block mostly holds many more.
    const { at, found } = lastLines(block, hasBegin ? begin : 0, count)
    if ((hasBegin && found === count) || isLast) return split(block.subarray(at), from + at, true)
  }
}

/** Where the last `count` lines begin, or as many as there are from `begin` on. */
function lastLines(block: Buffer, begin: number, count: number): { at: number; found: number } {
  let at = block.length
  let found = 0
  for (; found < count && at > begin; found++) {
    // A negative place would be one from the end.
    at = at - 2 < begin ? begin : Math.max(begin, block.lastIndexOf(10, at - 2) + 1)
  }
  return { at, found }
}

function split(block: Buffer, offset: number, withUnfinished: boolean): TextLine[] {
  const lines: TextLine[] = []
  let at = 0
  for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, at)) {
    lines.push({ line: offset + at, next: offset + end + 1, text: block.toString('utf8', at, end) })
    at = end + 1
  }
  if (withUnfinished && at < block.length) {
    lines.push({ line: offset + at, next: offset + block.length, text: block.toString('utf8', at) })
  }
  return lines
}

/** How many lines end in a stretch of the file. */
export function countLineEnds(path: string, from: number, to: number): number {
  let count = 0
  for (let start = from; start < to; start += countBlock) {
    const block = readBlock(path, start, Math.min(to, start + countBlock))
    if (block === null) return count
    for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) count += 1
  }
  return count
}

const countBlock = 1024 * 1024
