import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { update } from '../engine/update.ts'
import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { derive } from '../telemetry/derive.ts'
import { masked } from '../telemetry/masked.ts'
import type { Telemetry } from '../telemetry/schema.ts'
import { openPerson } from './person.ts'

export interface TelemetryFile {
  /** Takes what has happened; costs no more than keeping it. Figures are made and written a moment later. */
  heard: (events: readonly Event[]) => void
  /** Resolves when all that was heard is written, or could not be. */
  close: () => Promise<void>
}

/** Figures are for later: many go into one write. ms */
const SOON = 250
/** Of one file; with those before it no more than 64 MB are kept. */
const MOST_BYTES = 8 * 1024 * 1024
const MOST_FILES = 8

const CURRENT = 'telemetry.jsonl'

export const noTelemetry: TelemetryFile = { heard: () => {}, close: async () => {} }

/** What an event has changed, and what is kept of it. */
export interface Step {
  before: Session | null
  event: Event
  after: Session
  records: Telemetry[]
}

/**
 * `folder`: of this repository's figures. `session`: as it is before what will be heard. `onSteps` hears of the same,
 * after it is written or could not be.
 */
export function openTelemetry(
  folder: string,
  session: Session | null,
  mask: (text: string) => string,
  onSteps: (steps: Step[]) => void = () => {},
): TelemetryFile {
  let now = session
  let waiting: Event[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const stepsOf = (events: Event[]): Step[] =>
    events.flatMap((event) => {
      const before = event.type === 'session-opened' ? null : now
      const from = event.type === 'session-opened' ? event.session : now
      if (!from) return []
      const after = update(from, event).session
      now = after
      // Names stay as they are in events, since things are found by them; nothing is found by figures.
      const records = derive(before, event, after).map((record) => masked(record, mask))
      return [{ before, event, after, records }]
    })

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const events = waiting
    waiting = []
    // Nobody's work waits for figures: what cannot be written (a full disk) is not kept.
    writing = writing
      .then(async () => {
        const steps = stepsOf(events)
        const records = steps.flatMap((step) => step.records)
        await append(folder, records).catch(() => {})
        onSteps(steps)
      })
      .catch(() => {})
    return writing
  }

  return {
    heard: (events) => {
      waiting.push(...events)
      timer ??= setTimeout(() => void flush(), SOON)
    },
    close: flush,
  }
}

async function append(folder: string, records: Telemetry[]): Promise<void> {
  if (records.length === 0) return
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, CURRENT)
  const size = await makeRoom(folder, path)
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('')
  // Of a torn end (power cut) only that line is lost.
  const isTorn = size > 0 && (await lastByte(path, size)) !== 10
  await appendFile(path, isTorn ? `\n${text}` : text, { mode: 0o600 })
}

async function makeRoom(folder: string, path: string): Promise<number> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size < MOST_BYTES) return size
  const older = await olderFiles(folder)
  const last = Number(/(\d+)\.jsonl$/.exec(older.at(-1) ?? '')?.[1] ?? 0)
  await rename(path, join(folder, `telemetry-${String(last + 1).padStart(6, '0')}.jsonl`))
  const tooMany = older.slice(0, Math.max(0, older.length + 2 - MOST_FILES))
  await Promise.all(tooMany.map((name) => rm(join(folder, name), { force: true })))
  return 0
}

/** Oldest first. */
async function olderFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => /^telemetry-\d+\.jsonl$/.test(name)).sort()
}

async function lastByte(path: string, size: number): Promise<number | undefined> {
  await using file = await open(path, 'r')
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0]
}

/** The files of a folder, oldest first, with their sizes. */
export async function telemetryFiles(folder: string): Promise<{ path: string; bytes: number }[]> {
  const names = [...(await olderFiles(folder)), CURRENT]
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const found = await stat(path).catch(() => null)
      return found ? [{ path, bytes: found.size }] : []
    }),
  )
  return files.flat()
}

export const clearTelemetry = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

/**
 * One record after another, oldest first; lines that are torn or of another version are passed over. A million are read in
 * about the time that parsing them takes, so they are not held against the schema: they are ours.
 */
export async function readTelemetry(folder: string, take: (record: Telemetry) => void): Promise<void> {
  for (const { path } of await telemetryFiles(folder)) {
    // A file at a time, since none is larger than its bound: an event for each line takes as long as parsing it.
    for (const line of (await readFile(path, 'utf8')).split('\n')) {
      const record = recordOf(line)
      if (record) take(record)
    }
  }
}

function recordOf(line: string): Telemetry | null {
  try {
    const record = JSON.parse(line) as Telemetry
    return record?.v === 1 && typeof record.at === 'number' && typeof record.type === 'string' ? record : null
  } catch {
    return null
  }
}

/** Why figures are not kept; null: they are. */
export function whyNoTelemetry(env: NodeJS.ProcessEnv): string | null {
  if (env.DO_NOT_TRACK && env.DO_NOT_TRACK !== '0') return 'DO_NOT_TRACK is set'
  const person = openPerson(env)
  return person.ok && person.value.telemetry ? null : 'you disabled them'
}
