import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { historyFiles, SO_FAR } from './history-files.ts'
import { LIMITS } from './limits.ts'
import { sealed } from './sealed.ts'
import { syncFolder } from './write-safely.ts'

export interface History {
  /** `first`: the number of the first of them. */
  append: (events: Event[], first: number) => Promise<void>
  /**
   * Begins a new file where this one is full. `session`: as it is after the event of that number, and on disk. Never
   * throws: where it cannot be done (a full disk), the old file goes on, and the next call tries again.
   */
  turnOver: (session: Session, seq: number) => Promise<void>
  close: () => Promise<void>
  /** What was put right while it was opened, for the person to know. */
  notes: string[]
}

/**
 * `events.jsonl`: what happened, for telemetry and reports, and to mend a damaged session from; not needed to start. An
 * event is a line with a number and a checksum. A torn last line (power cut, full disk) is put aside when it is opened
 * again, so that every line in it is whole.
 *
 * With the one before it, `events.1.jsonl`, it holds `most` bytes of events or a little more: when it holds half of that,
 * it becomes the one before, and what was that goes. The new one begins with the session as it is then, so that a
 * session can be mended from what is left however much went.
 */
export async function openHistory(path: string, most = LIMITS.history): Promise<History> {
  const { older, coming } = historyFiles(path)
  await endTurnOver(path)
  let file = await open(path, 'a+', 0o600)
  let end = await lastLineEnd(file)
  const notes = await putTornAside(file, path, end)

  const turnOver = async (session: Session, seq: number) => {
    if (end < most / 2) return
    const soFar = Buffer.from(`${sealed({ type: SO_FAR, seq, session })}\n`)
    // Such a line is in this file as well: a session that is larger than half of it all does not turn over each time.
    if (end < most / 2 + soFar.length) return
    const next = await begin(coming, soFar)
    if (next === null) return
    try {
      await rename(path, older)
      await syncFolder(dirname(path))
      await rename(coming, path)
    } catch {
      // Whatever has been renamed by now, this file is still the newest one with events.
      await next.file.close()
      return
    }
    await file.close()
    file = next.file
    end = next.end
    await syncFolder(dirname(path)).catch(() => {})
  }

  return {
    notes,
    append: async (events, first) => {
      const lines = events.map((event, index) => `${sealed({ ...event, seq: first + index })}\n`)
      const bytes = Buffer.from(lines.join(''))
      try {
        const { bytesWritten } = await file.write(bytes)
        // A nearly full disk takes a part of it and says so only in the count.
        if (bytesWritten < bytes.length)
          throw Object.assign(new Error('no space left for the history'), { code: 'ENOSPC' })
        await file.datasync()
      } catch (error) {
        await file.truncate(end)
        throw error
      }
      end += bytes.length
    },
    turnOver,
    close: () => file.close(),
  }
}

/** A file that is on disk with its first line; null: there is no room for it. */
async function begin(path: string, bytes: Buffer): Promise<{ file: FileHandle; end: number } | null> {
  let file: FileHandle | null = null
  try {
    await rm(path, { force: true })
    file = await open(path, 'a+', 0o600)
    await file.writeFile(bytes)
    await file.sync()
    return { file, end: bytes.length }
  } catch {
    await file?.close()
    await rm(path, { force: true }).catch(() => {})
    return null
  }
}

/** Of a host that was killed while it began a new file: between the two renames the new one is whole, before them it is nothing. */
async function endTurnOver(path: string): Promise<void> {
  const { coming } = historyFiles(path)
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (isThere) await rm(coming, { force: true })
  else await rename(coming, path).catch(() => {})
}

async function putTornAside(file: FileHandle, path: string, end: number): Promise<string[]> {
  const { size } = await file.stat()
  if (size === end) return []
  const { buffer } = await file.read(Buffer.alloc(size - end), 0, size - end, end)
  const aside = `${path}.torn`
  const before = await stat(aside).then(
    (found) => found.size,
    () => 0,
  )
  const kept = await open(aside, before > LIMITS.torn ? 'w' : 'a', 0o600)
  try {
    await kept.writeFile(buffer)
    await kept.sync()
  } finally {
    await kept.close()
  }
  await file.truncate(end)
  return [`The last line of the history was torn. Its ${size - end} bytes were moved to ${aside}.`]
}

async function lastLineEnd(file: FileHandle): Promise<number> {
  const { size } = await file.stat()
  const step = 64 * 1024
  for (let end = size; end > 0; end -= step) {
    const start = Math.max(0, end - step)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
    const newline = buffer.subarray(0, bytesRead).lastIndexOf(10)
    if (newline >= 0) return start + newline + 1
  }
  return 0
}
