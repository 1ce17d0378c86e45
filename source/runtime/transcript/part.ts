import type { RowTone } from '../../model/screen.ts'
import type { TextLine } from './log-lines.ts'

/** A stretch of a pane's text that was said by one: a sentence, or what a program printed until something was said. */
export interface Part {
  id: string
  /** ms since 1970. */
  at: number
  tone: RowTone
  /** Wrapped at words, and not wherever the row is full. */
  words: boolean
  /** The run whose output it is; lines of one run have the same names in all of its parts. */
  run: string | null
  /** Up to `count` lines, from `line` on. */
  after: (line: number, count: number) => TextLine[]
  /** Up to `count` lines before `line`, in order; null: before its end. */
  before: (line: number | null, count: number) => TextLine[]
  first: number
  /** Whether the line is one of this part. */
  has: (line: number) => boolean
  /** How many lines it has from `line` on; null: too many to count. */
  countFrom: (line: number) => number | null
}
