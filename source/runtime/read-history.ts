import { createReadStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type Event, eventSchema } from '../model/event.ts'
import { ok, problem, type Result } from '../model/result.ts'
import { unsealed } from './sealed.ts'

export interface ReadHistory {
  path: string
  events: Event[]
  /** The same with their numbers; those of an older br-tui have none. */
  numbered: NumberedEvent[]
  /** Lines that no event could be read from: of a newer br-tui, torn or damaged. */
  unread: number
}

export interface NumberedEvent {
  seq: number
  event: Event
}

/** `where`: an `events.jsonl`, or the folder in which one lies. Line by line: it may be as large as its limit. */
export async function readHistory(where: string): Promise<Result<ReadHistory>> {
  const found = statSync(where, { throwIfNoEntry: false })
  const path = found?.isDirectory() ? join(where, 'events.jsonl') : where
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    return problem(
      `There is no history ${path}.`,
      'Name an events.jsonl, or run a session first: br-tui PLAN.md',
    )
  const read: ReadHistory = { path, events: [], numbered: [], unread: 0 }
  try {
    for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) take(line, read)
  } catch (error) {
    return problem(`The history ${path} cannot be read: ${(error as Error).message}.`)
  }
  return ok(read)
}

function take(line: string, read: ReadHistory): void {
  if (line.trim() === '') return
  const found = eventOf(line)
  if (!found) read.unread += 1
  else read.events.push(found.event)
  if (found && found.seq !== null) read.numbered.push({ seq: found.seq, event: found.event })
}

/** What the newest lines are sought in, bytes. */
const TAIL = 64 * 1024

/**
 * The number of its last event; null: there is none, or its end is damaged or without numbers, and only all of it tells.
 */
export async function lastNumber(path: string): Promise<number | null> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return null
  try {
    const { size } = await file.stat()
    const length = Math.min(size, TAIL)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    const [last, torn] = buffer.toString('utf8').split('\n').slice(-2)
    return (last && torn === '' ? eventOf(last)?.seq : null) ?? null
  } finally {
    await file.close()
  }
}

const numberSchema = z.object({ seq: z.int().positive() })

function eventOf(line: string): { event: Event; seq: number | null } | null {
  try {
    const { value, seal } = unsealed(line)
    const seq = numberSchema.safeParse(value).data?.seq ?? null
    const event = eventSchema.safeParse(value).data
    // Those of an older br-tui have neither.
    const isWhole = seal === 'holds' || (seal === 'none' && seq === null)
    return event && isWhole ? { event, seq } : null
  } catch {
    return null
  }
}
