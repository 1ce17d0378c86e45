import type { Log } from './log.ts'
import { linesAfter, linesBefore, type TextLine } from './log-lines.ts'
import type { Part } from './part.ts'
import { readBlock } from './read-block.ts'

/** A stretch of a log: up to `closedAt`, or up to its end, wherever that is by then. Lines are named by their byte. */
export interface LogPart extends Part {
  log: Log
  closedAt: number | null
}

const gone = 'What it printed is gone: the log was deleted.'

export function logPart(log: Log, first: number, at: number): LogPart {
  const end = () => part.closedAt ?? log.end()
  const one = (): TextLine => ({ line: first, next: Math.max(end(), first + 1), text: gone })

  const before = (line: number | null, count: number) => {
    const to = Math.min(line ?? end(), end())
    return to <= first ? [] : (linesBefore(log.path, first, to, count) ?? [one()])
  }

  const after = (line: number, count: number) =>
    line >= end() ? [] : (linesAfter(log.path, line, end(), count) ?? [one()])

  const countFrom = (line: number) => {
    const from = log.lineEndsFrom(line)
    const behind = part.closedAt === null ? 0 : log.lineEndsFrom(part.closedAt)
    return from === null || behind === null ? null : from - behind + (line < end() && isUnfinished() ? 1 : 0)
  }

  const isUnfinished = () => readBlock(log.path, end() - 1, end())?.[0] !== 10

  const part: LogPart = {
    ...{ id: first === 0 ? log.run : `${log.run}@${first}`, at, tone: 'output', words: false },
    ...{ run: log.run, first, after, before, countFrom, log, closedAt: null },
    has: (line) => line >= first && line < Math.max(end(), first + 1),
  }
  return part
}
