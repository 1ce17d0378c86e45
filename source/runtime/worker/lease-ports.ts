import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Below the range that systems take for outgoing connections, above what services of a machine have. */
const FIRST = 20_000
const BLOCKS = 1000
export const PORTS_EACH = 10

/**
 * The first of ten ports that are this workspace's alone, among all sessions of the person; null: none are left. A
 * lease is a file that names its workspace, and ends with that: an agent finds the same ports at every batch.
 */
export async function leasePorts(folder: string, workspace: string): Promise<number | null> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const start = createHash('sha256').update(workspace).digest().readUInt32BE() % BLOCKS
  for (let step = 0; step < BLOCKS; step += 1) {
    const base = FIRST + ((start + step) % BLOCKS) * PORTS_EACH
    const file = join(folder, String(base))
    const holder = await takeOrRead(file, workspace)
    if (holder !== null && holder !== workspace) continue
    // Whoever holds one of its own ports is its own process: it was free when it was leased.
    if (holder === workspace || (await areFree(base))) return base
    await rm(file, { force: true })
  }
  return null
}

/** Null: taken just now. Else whose it is. */
async function takeOrRead(file: string, workspace: string): Promise<string | null> {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      await writeFile(file, workspace, { flag: 'wx', mode: 0o600 })
      return null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = await readFile(file, 'utf8').catch(() => '')
    if (holder === workspace || holder === '' || existsSync(holder)) return holder
    await takeAway(file)
  }
  return ''
}

/** Of a workspace that is gone. Another session may have done so first, and what was moved be its new lease. */
async function takeAway(file: string): Promise<void> {
  const moved = `${file}.${randomUUID()}`
  await rename(file, moved).catch(() => {})
  const holder = await readFile(moved, 'utf8').catch(() => '')
  if (holder !== '' && existsSync(holder)) await link(moved, file).catch(() => {})
  await rm(moved, { force: true })
}

async function areFree(base: number): Promise<boolean> {
  for (let port = base; port < base + PORTS_EACH; port += 1) if (!(await isFree(port))) return false
  return true
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
