import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'

export interface LogFile {
  /** Byte offset at which the next text will stand. */
  offset(): number
  /** Where the text was put, or null if it was not: the disk is full, or the log is. */
  append(text: string): number | null
  /** Whether every text so far is in it. */
  isWhole(): boolean
  close(): void
}

/** An agent that prints for ever must not fill the disk. */
const longestLog = 256 * 1024 * 1024

/** Written at once and not through a buffer: what was announced is in the file, also when the worker is killed. */
export function openLogFile(path: string): LogFile {
  const file = openSync(path, 'a', 0o600)
  let size = fstatSync(file).size
  let isWhole = true
  const append = (text: string) => {
    const start = size
    const bytes = Buffer.from(text)
    if (size + bytes.length > longestLog) {
      isWhole = false
      return null
    }
    try {
      for (let done = 0; done < bytes.length; ) {
        const written = writeSync(file, bytes, done)
        done += written
        size += written
      }
      return start
    } catch {
      isWhole = false
      return null
    }
  }
  return { offset: () => size, append, isWhole: () => isWhole, close: () => closeSync(file) }
}
