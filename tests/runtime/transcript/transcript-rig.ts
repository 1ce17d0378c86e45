import { appendFileSync, writeFileSync } from 'node:fs'
import type { Anchor, Row } from '../../../source/model/screen.ts'
import type { Note } from '../../../source/model/session.ts'
import { type Log, openLog } from '../../../source/runtime/transcript/log.ts'
import type { Part } from '../../../source/runtime/transcript/part.ts'
import { createTranscript } from '../../../source/runtime/transcript/transcript.ts'
import { linesDown } from '../../../source/runtime/transcript/walk-lines.ts'
import { wrapCells } from '../../../source/text/wrap.ts'
import { freshPath } from '../../helpers/repo.ts'

/** A transcript whose logs grow when the test says so; each step takes a millisecond. */
export function openTranscriptRig() {
  const transcript = createTranscript()
  const logs = new Map<string, Log>()
  let time = 0
  let seq = 0

  const logOf = (run: string) => {
    const known = logs.get(run)
    if (known) return known
    const path = freshPath('output.log')
    writeFileSync(path, '')
    const log = openLog(run, path, 0)
    logs.set(run, log)
    return log
  }

  /** What the program prints, and the host is told of at once. */
  const print = (run: string, text: string) => {
    const log = logOf(run)
    appendFileSync(log.path, text)
    const from = log.grow({ offset: log.end() + Buffer.byteLength(text), lines: null })
    time += 1
    transcript.logGrew(log, from, time)
  }

  const note = (text: string, at = ++time): Note => {
    seq += 1
    const made: Note = { seq, at, about: 'alpha', text, tone: 'info' }
    transcript.note(made)
    return made
  }

  const type = (text: string) => {
    time += 1
    const answer = transcript.typed(text, time)
    return (said: string) => {
      time += 1
      answer(said, time)
    }
  }

  return { transcript, parts: transcript.parts, logOf, print, note, type, pass: () => ++time }
}

export interface WholeRow {
  row: Row
  anchor: Anchor
}

/** Every row of the whole text, as a pane without end would show it. */
export function wholeText(parts: readonly Part[], columns: number): WholeRow[] {
  const rows: WholeRow[] = []
  for (const line of linesDown(parts, { part: 0, line: parts[0]?.first ?? 0 })) {
    const { id, tone, words } = parts[line.part] as Part
    for (const [row, text] of wrapCells(line.text, columns, { words }).entries()) {
      rows.push({ row: { text, tone, continues: row > 0 }, anchor: { part: id, line: line.line, row } })
    }
  }
  return rows
}

/** The text of the parts, one after the other. */
export const linesOf = (parts: readonly Part[]): string[] => wholeText(parts, 1000).map(({ row }) => row.text)
