import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processStartTime } from './worker/sweep.ts'

/** A folder to be thrown away. Its name says whose it is, because whoever is killed leaves it behind. */
export const makeTemporaryFolder = (): Promise<string> =>
  mkdtemp(join(tmpdir(), `br-temporary-${process.pid}-`))

/** One that is thrown away after use. */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeTemporaryFolder()
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Removes those of processes that are no more. One of another person cannot be removed, and stays. */
export async function removeDeadTemporaryFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  await Promise.all(
    names.map(async (name) => {
      const [, pid] = /^br-temporary-(\d+)-/.exec(name) ?? []
      if (pid === undefined || processStartTime(Number(pid)) !== null) return
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})
    }),
  )
}
