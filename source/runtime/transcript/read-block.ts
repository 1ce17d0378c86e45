import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

// Without following a link and without waiting on a fifo: an agent may have put either in the place of its log.
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * The bytes of a file from `from` to `to`, or as many as there are; null: it is gone. Read at once and not awaited:
 * blocks are small and were written a moment ago, so they come out of memory in microseconds.
 */
export function readBlock(path: string, from: number, to: number): Buffer | null {
  let file: number | null = null
  try {
    file = openSync(path, flags)
    if (!fstatSync(file).isFile()) return null
    const buffer = Buffer.allocUnsafe(Math.max(0, to - from))
    let filled = 0
    for (let read = -1; read !== 0 && filled < buffer.length; filled += read) {
      read = readSync(file, buffer, filled, buffer.length - filled, from + filled)
    }
    return buffer.subarray(0, filled)
  } catch {
    return null
  } finally {
    if (file !== null) closeSync(file)
  }
}
