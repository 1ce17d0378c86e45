import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'
import { countLines } from './skim-lines.ts'

export interface LogFile {
  /** Where the next one will stand: the byte, and how many lines have ended before it. */
  end(): { offset: number; lines: number }
  /** Whether it is in the log, and not left out because the disk is full, or the log is. */
  append(bytes: Uint8Array): boolean
  /** Whether every text so far is in it. */
  isWhole(): boolean
  close(): void
}

/** An agent that prints for ever must not fill the disk. */
const longestLog = 256 * 1024 * 1024

/** Written at once and not through a buffer: what was announced is in the file, also when the worker is killed. */
export function openLogFile(path: string, most = longestLog): LogFile {
  const file = openSync(path, 'a', 0o600)
  let size = fstatSync(file).size
  let lines = 0
  let isWhole = true
  const append = (bytes: Uint8Array) => {
    if (size + bytes.length > most) {
      isWhole = false
      return false
    }
    try {
      for (let done = 0; done < bytes.length; ) {
        const written = writeSync(file, bytes, done)
        done += written
        size += written
      }
    } catch {
      isWhole = false
      return false
    }
    lines += countLines(bytes)
    return true
  }
  return {
    end: () => ({ offset: size, lines }),
    append,
    isWhole: () => isWhole,
    close: () => closeSync(file),
  }
}
