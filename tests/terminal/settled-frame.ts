import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Terminal } from '../helpers/terminal.ts'

/** Whole screens of a session as text, to be looked at: after a wanted change `vitest -u` writes them anew. */
const FOLDER = join(import.meta.dirname, '../frames/sessions')

/** How long a screen that is not the kept one may still become it, ms. */
const PATIENCE = 6000
/** And how long one that was never kept stands still before it is, ms: the chrome follows what happens by half a second. */
const SETTLING = 1200

/** The screen becomes the one that is kept under this name. What is drawn on the way there is nobody's business. */
export async function settlesAs(terminal: Terminal, name: string): Promise<void> {
  const { columns, rows } = terminal.state().size
  const path = join(FOLDER, `${name}-${columns}x${rows}.txt`)
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : null
  const isKept = (now: Terminal) => frameText(now) === kept
  await terminal.waitFor(isKept, `the screen of ${name}`, kept === null ? SETTLING : PATIENCE).catch(() => {})
  // Not what was waited for: by now it stands still, so that the difference is worth reading.
  await expect(frameText(terminal)).toMatchFileSnapshot(path)
}

const frameText = (terminal: Terminal): string => `${withoutTime(terminal.screen()).join('\n')}\n`

/**
 * Rows in which all that differs from run to run is replaced by fixed words, as wide as what they replace, so that
 * everything else keeps its place: commit ids, clocks of running batches, and the age of the last landing, which ends
 * its row of the orchestrator's head and takes the blanks behind it along. The answer to `continue` is one of two
 * sentences: the second when the host was just writing down something else.
 */
const withoutTime = (rows: string[]): string[] =>
  rows.map((row) =>
    row
      .replace(/\b(?=[a-f]*\d)[0-9a-f]{7}\b/g, 'c0ffee0')
      .replace(/\b\d:\d\d\b/g, '0:00')
      .replace(/(passed · )((?:now|\d+ (?:s|min) ago) *)/, fixed)
      .replace(/(batch_\d starts)((?:: \d tasks?| when a worker is free \(3 at a time\))\. *)/g, fixed)
      .trimEnd(),
  )

const fixed = (_: string, before: string, rest: string) => before + '…'.padEnd(rest.length)
