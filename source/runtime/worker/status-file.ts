import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { z } from 'zod'
import type { Usage } from '../../model/usage.ts'
import { oneLine } from './plain-text.ts'
import { saidPath } from './run-paths.ts'
import type { StatusReport } from './worker-messages.ts'
import { writeWholeFile } from './write-whole-file.ts'

export const LONGEST = { file: 64 * 1024, text: 1000, tasks: 500, said: 100 }

const words = z.string().catch('')
const count = z.number().nonnegative().catch(0)
const money = z.number().nonnegative().nullable().catch(null)
// Agents write this by hand: what is missing or wrong in it is left out, not a reason to ignore the rest.
const statusFileSchema = z.object({
  status: z
    .preprocess(
      (value) => String(value).trim().toLowerCase(),
      z.enum(['running', 'blocked', 'complete', 'failed']),
    )
    .catch('running'),
  completed_tasks: z.array(z.unknown()).catch([]),
  needs: words,
  note: words,
  decisions: z.array(z.unknown()).catch([]),
  question: words,
  usage: z
    .object({ in: count, out: count, cacheRead: count, cacheWrite: count, usd: money, model: words })
    .nullable()
    .catch(null),
})

/** The agent's status file, with what it said through our tools; null while there is nothing that is whole JSON. */
export function readStatusFile(path: string, mask: (text: string) => string): StatusReport | null {
  const text = readBounded(path)
  const file = statusFileSchema.safeParse(text === null ? null : parseJson(text)).data
  const said = readSaid(saidPath(path))
  if (!file && said.length === 0) return null
  const { status, completed_tasks, needs, note, decisions, question, usage } =
    file ?? statusFileSchema.parse({})
  const clean = (words: string) => oneLine(mask(words), LONGEST.text)
  const list = (words: string[]) => [...new Set(words.map(clean))].filter(Boolean).slice(0, LONGEST.said)
  const ids = completed_tasks.filter((id) => typeof id === 'string' || typeof id === 'number')
  const completed = ids.slice(0, LONGEST.tasks).map((id) => clean(String(id)))
  const of = (type: Said['type']) => said.filter((each) => each.type === type).map((each) => each.text)
  return {
    ...{ status, completed, needs: clean(needs), note: clean(note) },
    usage: usage && usageOf(usage, clean),
    decisions: list([...of('decision'), ...decisions.filter((each) => typeof each === 'string')]),
    questions: list([...of('question'), question]),
  }
}

function usageOf(
  { usd, model, ...tokens }: NonNullable<z.infer<typeof statusFileSchema>['usage']>,
  clean: (words: string) => string,
): Usage {
  return { tokens, usd, model: clean(model).slice(0, 120) || null }
}

const saidSchema = z.object({ type: z.enum(['decision', 'question']), text: z.string() })
export type Said = z.infer<typeof saidSchema>

/** A line each, in the order they were said; what is no line of ours is passed over. */
export const readSaid = (path: string): Said[] =>
  (readBounded(path, SAID_BYTES) ?? '')
    .split('\n')
    .flatMap((line) => saidSchema.safeParse(parseJson(line)).data ?? [])

/** Once a run has ended: what its agent wrote there is kept for as long as the session, without the secrets in it. */
export function maskReport(statusFile: string, mask: (text: string) => string): void {
  for (const path of [statusFile, saidPath(statusFile)]) {
    const text = readBounded(path, SAID_BYTES)
    const masked = mask(text ?? '')
    if (text !== null && masked !== text) writeWholeFile(path, masked)
  }
}

/** Room for as many words as are taken, each as long as it may be and of the widest characters. */
const SAID_BYTES = 1024 * 1024

/** Without following a link, without waiting on a fifo, and no more than the limit. */
export function readBounded(path: string, limit = LONGEST.file): string | null {
  let file: number | null = null
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const stats = fstatSync(file)
    if (!stats.isFile() || stats.size > limit) return null
    const buffer = Buffer.alloc(stats.size)
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, stats.size, 0))
  } catch {
    return null
  } finally {
    if (file !== null) closeSync(file)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
