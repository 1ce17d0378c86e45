import { type FileHandle, open } from 'node:fs/promises'
import type { Event } from '../model/event.ts'
import { sealed } from './sealed.ts'

export interface History {
  /** `first`: the number of the first of them. */
  append: (events: Event[], first: number) => Promise<void>
  close: () => Promise<void>
  /** What was put right while it was opened, for the person to know. */
  notes: string[]
}

/**
 * `events.jsonl`: what happened, for telemetry and reports, and to mend a damaged session from; not needed to start. An
 * event is a line with a number and a checksum. A torn last line (power cut, full disk) is put aside when it is opened
 * again, so that every line in it is whole.
 */
export async function openHistory(path: string): Promise<History> {
  const file = await open(path, 'a+', 0o600)
  let end = await lastLineEnd(file)
  const notes = await putTornAside(file, path, end)
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
    close: () => file.close(),
  }
}

async function putTornAside(file: FileHandle, path: string, end: number): Promise<string[]> {
  const { size } = await file.stat()
  if (size === end) return []
  const { buffer } = await file.read(Buffer.alloc(size - end), 0, size - end, end)
  const aside = `${path}.torn`
  const kept = await open(aside, 'a', 0o600)
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
