import { closeSync, writeSync } from 'node:fs'

/** Tells whoever started this process that it listens, on the pipe that was left open for this, and only then closes it. */
export function announce(line: string): void {
  const fd = Number(process.env.BR_READY_FD)
  delete process.env.BR_READY_FD
  if (!Number.isInteger(fd) || fd < 3) return
  try {
    writeSync(fd, `${line}\n`)
    closeSync(fd)
  } catch {
    // They are gone. Whoever comes next finds the socket.
  }
}
