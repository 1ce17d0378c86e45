import { randomUUID } from 'node:crypto'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readPlainFile } from './read-plain-file.ts'

/**
 * Puts a clone's configuration back as we wrote it, and tells whether it had been changed: an agent can write the
 * config its worktree shares with the clone, and a filter or an include in there is a command that git runs for us.
 */
export async function guardConfig(clone: string): Promise<boolean> {
  let changed = false
  for (const { file, copy } of guarded(clone)) {
    const [is, should] = await Promise.all([read(file), read(copy)])
    if (should === null ? is === null : is?.equals(should)) continue
    changed = true
    if (should === null) await rm(file, { recursive: true, force: true })
    else await replace(file, should)
  }
  for (const file of await worktreeConfigs(clone)) {
    changed = true
    await rm(file, { recursive: true, force: true })
  }
  return changed
}

/** What a caller says when `guardConfig` was needed. */
export const configChangedNote =
  "The clone's git configuration had been changed by a worker; it was put back."

/** Takes the copies that `guardConfig` compares with. `from` is the clone while it is still being made. */
export async function rememberConfig(clone: string, from: string): Promise<void> {
  const sources = guarded(from)
  for (const [index, { copy }] of guarded(clone).entries()) {
    const text = await read(sources[index]!.file)
    if (text === null) await rm(copy, { force: true })
    else await replace(copy, text)
  }
}

// The copies lie beside the clone, not in it.
const guarded = (clone: string) => [
  { file: join(clone, 'config'), copy: `${clone}.config` },
  { file: join(clone, 'info', 'attributes'), copy: `${clone}.attributes` },
]

const read = (file: string) => readPlainFile(file, 1024 * 1024)

async function replace(file: string, content: Buffer): Promise<void> {
  const fresh = `${file}.${randomUUID()}`
  await writeFile(fresh, content, { mode: 0o600, flush: true })
  // rename() refuses to replace a folder by a file.
  await rename(fresh, file).catch(async () => {
    await rm(file, { recursive: true, force: true })
    await rename(fresh, file)
  })
}

async function worktreeConfigs(clone: string): Promise<string[]> {
  const worktrees: string[] = await readdir(join(clone, 'worktrees')).catch(() => [])
  const places = [clone, ...worktrees.map((name) => join(clone, 'worktrees', name))]
  const found = await Promise.all(
    places.map(async (place) => {
      const names: string[] = await readdir(place).catch(() => [])
      return names.includes('config.worktree') ? [join(place, 'config.worktree')] : []
    }),
  )
  return found.flat()
}
