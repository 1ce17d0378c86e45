import { open } from 'node:fs/promises'
import type { Event } from '../model/event.ts'

export interface History {
  append: (events: Event[]) => Promise<void>
  close: () => Promise<void>
}

/**
 * `events.jsonl`: what happened, for telemetry and reports; never needed to start. A torn last line (crash, full
 * disk) is cut off when it is opened again, so that every line in it is whole.
 */
export async function openHistory(path: string): Promise<History> {
  const file = await open(path, 'a+', 0o600)
  let end = await lastLineEnd(file)
  await file.truncate(end)
  return {
    append: async (events) => {
      const bytes = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
      const { bytesWritten } = await file.write(bytes)
      // A nearly full disk takes a part of it and says so only in the count.
      if (bytesWritten < bytes.length) {
        await file.truncate(end)
        throw Object.assign(new Error('no space left for the history'), { code: 'ENOSPC' })
      }
      end += bytesWritten
      await file.datasync()
    },
    close: () => file.close(),
  }
}

async function lastLineEnd(file: Awaited<ReturnType<typeof open>>): Promise<number> {
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
