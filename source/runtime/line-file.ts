import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'

/** What is read of a file that has grown for years. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * Adds one JSON value as a line to a file that several hosts write to, readable by its owner only. A line is one
 * write, so lines of two hosts do not mix; a torn end (crash, full disk) is closed first and spoils only itself.
 */
export async function appendLine(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
    const isTorn = size > 0 && buffer[0] !== 10
    await file.appendFile(`${isTorn ? '\n' : ''}${JSON.stringify(value)}\n`)
  } finally {
    await file.close()
  }
}

/** Its newest lines, oldest first, without those that are not whole or of another shape. No file: none. */
export async function readLines<T>(path: string, schema: z.ZodType<T>, most = MOST_BYTES): Promise<T[]> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return []
  try {
    const { size } = await file.stat()
    const length = Math.min(size, most)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    return buffer
      .toString('utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          return schema.safeParse(JSON.parse(line)).data ?? []
        } catch {
          return []
        }
      })
  } finally {
    await file.close()
  }
}
