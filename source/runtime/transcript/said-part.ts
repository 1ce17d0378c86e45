import type { RowTone } from '../../model/screen.ts'
import { plainText } from '../worker/plain-text.ts'
import type { Part } from './part.ts'

/** Nobody says more at once; a pasted file is no sentence. */
const longest = 8000

/** A part that is kept whole: a note, a typed command, an answer. Its lines are named 0, 1, 2, … */
export function saidPart({
  id,
  at,
  tone,
  text,
}: {
  id: string
  at: number
  tone: RowTone
  text: string
}): Part {
  const lines = plainText(text.length > longest ? `${text.slice(0, longest)}…` : text)
    .split('\n')
    .map((each, line) => ({ line, next: line + 1, text: each }))
  return {
    ...{ id, at, tone, words: true, run: null, first: 0 },
    after: (line, count) => lines.slice(Math.max(0, line)).slice(0, count),
    before: (line, count) => lines.slice(0, line ?? lines.length).slice(-count),
    has: (line) => line >= 0 && line < lines.length,
    countFrom: (line) => Math.max(0, lines.length - line),
  }
}
