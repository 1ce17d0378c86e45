import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * Content of a regular file that an agent may have put there; null for anything else or anything larger.
 * No link is followed, and a pipe in its place does not keep us waiting.
 */
export async function readPlainFile(path: string | Buffer, maxBytes: number): Promise<Buffer | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const file = await open(path, flags).catch(() => null)
  if (file === null) return null
  try {
    const { size } = await file
      .stat()
      .then((stat) => (stat.isFile() ? stat : { size: Number.POSITIVE_INFINITY }))
    return size <= maxBytes ? await file.readFile() : null
  } finally {
    await file.close()
  }
}
