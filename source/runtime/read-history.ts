import { statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type Event, eventSchema } from '../model/event.ts'
import { ok, problem, type Result } from '../model/result.ts'
import { type Session, sessionSchema } from '../model/session.ts'
import { historyFiles, SO_FAR } from './history-files.ts'
import { unsealed } from './sealed.ts'

export interface ReadHistory {
  path: string
  events: Event[]
  /** The same with their numbers; those of an older br-tui have none. */
  numbered: NumberedEvent[]
  /** Where a file went on from another, oldest first. */
  soFar: SoFar[]
  /** Lines that no event could be read from: of a newer br-tui, torn or damaged. */
  unread: number
}

export interface NumberedEvent {
  seq: number
  event: Event
}

/** The session as it was after the event of that number, before the event at `index` in `events`. */
export interface SoFar {
  seq: number
  session: Session
  index: number
}

/**
 * `where`: an `events.jsonl`, or the folder in which one lies; what is kept of the one before it comes first. Line by
 * line: it may be as large as its limit.
 */
export async function readHistory(where: string): Promise<Result<ReadHistory>> {
  const found = statSync(where, { throwIfNoEntry: false })
  const path = found?.isDirectory() ? join(where, 'events.jsonl') : where
  const files = await openFiles(path)
  if (files.length === 0)
    return problem(
      `There is no history ${path}.`,
      'Name an events.jsonl, or run a session first: br-tui PLAN.md',
    )
  const read: ReadHistory = { path, events: [], numbered: [], soFar: [], unread: 0 }
  try {
    for (const file of files)
      for await (const line of createInterface({ input: file.createReadStream({ encoding: 'utf8' }) }))
        take(line, read)
  } catch (error) {
    return problem(`The history ${path} cannot be read: ${(error as Error).message}.`)
  } finally {
    await Promise.all(files.map((file) => file.close()))
  }
  return ok(read)
}

/**
 * Oldest first. The newest is opened first: if a host begins a new one in between, it is the same file under its next
 * name, and what is read is the history as it was a moment ago, without a gap.
 */
async function openFiles(path: string): Promise<FileHandle[]> {
  const { newest, older } = historyFiles(path)
  const isFile = (each: string) => statSync(each, { throwIfNoEntry: false })?.isFile() === true
  const files = []
  const known = new Set<number>()
  for (const each of [newest, older].filter(isFile)) {
    const file = await open(each, 'r').catch(() => null)
    const { ino } = (await file?.stat()) ?? {}
    if (file === null || ino === undefined) continue
    if (known.has(ino)) await file.close()
    else files.unshift(file)
    known.add(ino)
  }
  return files
}

function take(line: string, read: ReadHistory): void {
  if (line.trim() === '') return
  const found = lineOf(line)
  if (!found) read.unread += 1
  else if ('session' in found) read.soFar.push({ ...found, index: read.events.length })
  else {
    read.events.push(found.event)
    if (found.seq !== null) read.numbered.push({ seq: found.seq, event: found.event })
  }
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
    return (last && torn === '' ? lineOf(last)?.seq : null) ?? null
  } finally {
    await file.close()
  }
}

const numberSchema = z.object({ seq: z.int().positive() })
const soFarSchema = numberSchema.extend({ type: z.literal(SO_FAR), session: sessionSchema })

type Line = { event: Event; seq: number | null } | { session: Session; seq: number }

function lineOf(line: string): Line | null {
  try {
    const { value, seal } = unsealed(line)
    const soFar = seal === 'holds' ? soFarSchema.safeParse(value).data : undefined
    if (soFar) return { session: soFar.session, seq: soFar.seq }
    const seq = numberSchema.safeParse(value).data?.seq ?? null
    const event = eventSchema.safeParse(value).data
    // Those of an older br-tui have neither.
    const isWhole = seal === 'holds' || (seal === 'none' && seq === null)
    return event && isWhole ? { event, seq } : null
  } catch {
    return null
  }
}
