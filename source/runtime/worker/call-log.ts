import { z } from 'zod'
import { readLines } from '../line-file.ts'
import { openLogFile } from './log-file.ts'
import type { Masker } from './mask.ts'
import { createOutputFilter } from './output-filter.ts'

/** What an agent did at one go, or thought at length, in full. The pane has it as one line, with its number. */
const callSchema = z.object({
  number: z.int(),
  line: z.string(),
  state: z.enum(['running', 'completed', 'failed', 'cut short', 'thought']),
  text: z.string(),
})
export type Call = z.infer<typeof callSchema>

export interface CallLog {
  /** What was kept of the same number before is replaced. The texts must have been cleaned. */
  keep(call: Call): void
  /** Without secrets and what a terminal would obey, exactly as the output is; cut where it is very long. */
  clean(text: string): string
}

/** Of one text, in characters; of all calls of a run, in bytes. */
const LONGEST_TEXT = 256 * 1024
const MOST_BYTES = 32 * 1024 * 1024

/** A line is written when a call begins, and one when it is over: also a worker that is killed leaves what it was at. */
export function openCallLog(path: string, masker: Masker): CallLog {
  // Never closed: an update may still come when the batch is over, and the worker ends soon after.
  const file = openLogFile(path, MOST_BYTES)
  let isTorn = false
  return {
    keep: (call) => {
      const line = `${JSON.stringify({ ...call, text: shortened(call.text) })}\n`
      isTorn = !file.append(Buffer.from(isTorn ? `\n${line}` : line))
    },
    clean: (text) => {
      const filter = createOutputFilter(masker)
      const cleaned = `${filter.push(Buffer.from(shortened(text)))}${filter.end()}`
      return cleaned.endsWith('\n') ? cleaned.slice(0, -1) : cleaned
    },
  }
}

/** Every call once, as it was known last, in the order of their numbers. Lines that are torn are passed over. */
export async function readCalls(path: string): Promise<Call[]> {
  const lines = await readLines(path, callSchema, MOST_BYTES)
  const calls = new Map(lines.map((call) => [call.number, call]))
  return [...calls.values()].sort((a, b) => a.number - b.number)
}

/** Cut at the end of a line: half a secret would not be known as one. Within a huge line the filter sees to that. */
function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text
  const end = text.lastIndexOf('\n', LONGEST_TEXT)
  const kept = text.slice(0, end > LONGEST_TEXT / 2 ? end : LONGEST_TEXT)
  return `${kept}\n… ${text.length - kept.length} characters more`
}
