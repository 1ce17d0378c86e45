import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { cp, mkdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import { ok, problem, type Result } from '../model/result.ts'
import type { Runtime } from './context.ts'
import { runCommand } from './run-command.ts'
import { readIfThere, writeSafely } from './write-safely.ts'

const equippedSchema = z.object({
  lock: z.string().nullable(),
  setup: z.boolean(),
  made: z.number().describe('when the folder was made: one made again has nothing of what this says'),
})
type Equipped = z.infer<typeof equippedSchema>

export interface Place {
  path: string
  /** Names the place in the records of what it has got already. */
  name: string
}

/**
 * Makes a fresh worktree one that programs can run in: ignored files copied, dependencies installed (again when the
 * lock file has changed), setup commands run once. Returns what the person should know.
 */
export async function equip(runtime: Runtime, place: Place): Promise<Result<string[]>> {
  const { settings } = runtime.session()
  const record = join(runtime.places.folder, 'equipped', `${runtime.session().slug}-${place.name}.json`)
  const before = await readRecord(record, place)
  const notes = before.setup ? [] : await copyIgnored(runtime.root, place.path, settings.copy)
  const lock = await installOnce(runtime, place, before.lock)
  if (!lock.ok) return lock
  if (!before.setup) {
    for (const command of settings.setup) {
      const ran = await run(runtime, place, command)
      if (!ran.ok) return ran
    }
  }
  if (lock.value !== before.lock || !before.setup) {
    await mkdir(dirname(record), { recursive: true, mode: 0o700 })
    await writeSafely(record, JSON.stringify({ ...before, lock: lock.value, setup: true }))
  }
  return ok(notes)
}

async function readRecord(record: string, { path }: Place): Promise<Equipped> {
  const made = (await stat(path)).birthtimeMs
  const fresh: Equipped = { lock: null, setup: false, made }
  const text = await readIfThere(record)
  const parsed = text === null ? null : equippedSchema.safeParse(JSON.parse(text))
  return parsed?.success && parsed.data.made === made ? parsed.data : fresh
}

async function copyIgnored(root: string, path: string, files: string[]): Promise<string[]> {
  const notes: string[] = []
  for (const file of files) {
    const from = resolve(root, file)
    if (`${relative(root, from)}${sep}`.startsWith(`..${sep}`) || from === root)
      notes.push(`${file} is outside of the repository and was not copied.`)
    else if (!(await exists(from))) notes.push(`${file} is not in your checkout, so it was not copied.`)
    else
      await cp(from, join(path, relative(root, from)), {
        recursive: true,
        force: false,
        mode: constants.COPYFILE_FICLONE,
      })
  }
  return notes
}

/** Installs what the lock file says, from a copy of an earlier install of the same lock file where there is one. */
async function installOnce(
  runtime: Runtime,
  place: Place,
  before: string | null,
): Promise<Result<string | null>> {
  const { install } = runtime.session().settings
  const text = install && (await readIfThere(join(place.path, install.lockFile)))
  if (!install || !text) return ok(null)
  const lock = createHash('sha256')
    .update(`${process.version}\0${install.command}\0${text}`)
    .digest('hex')
    .slice(0, 24)
  if (lock === before) return ok(lock)
  const kept = join(runtime.places.dependencies, lock)
  const modules = join(place.path, 'node_modules')
  if (await touch(kept)) {
    await rm(modules, { recursive: true, force: true })
    await copyTree(kept, modules)
    return ok(lock)
  }
  const ran = await run(runtime, place, install.command)
  if (!ran.ok) return ran
  if (await exists(modules)) await keep(modules, kept)
  return ok(lock)
}

/** Copied under another name first, so that half a copy is never taken for a whole one. */
async function keep(modules: string, kept: string): Promise<void> {
  const making = `${kept}.${randomUUID()}`
  await mkdir(dirname(kept), { recursive: true, mode: 0o700 })
  await copyTree(modules, making)
  await rename(making, kept).catch(() => rm(making, { recursive: true, force: true }))
}

/** Shares blocks where the file system can. Hard links would be cheaper, and let one stream write into another's. */
const copyTree = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })

async function run(runtime: Runtime, { path, name }: Place, command: string): Promise<Result<void>> {
  const { settings, id } = runtime.session()
  const mark = `${id}.setup.${name}.${randomUUID().slice(0, 8)}`
  const logFile = join(runtime.places.folder, 'equipped', `${runtime.session().slug}-${name}.log`)
  await mkdir(dirname(logFile), { recursive: true, mode: 0o700 })
  const result = await runCommand({
    command,
    cwd: path,
    logFile,
    timeoutSeconds: settings.timeouts.setup,
    mark,
    allow: settings.env,
    stopped: runtime.stopped,
  })
  if (result.exit === 0) return ok(undefined)
  const how = result.timedOut
    ? 'did not end in time'
    : (result.spawnError ?? `ended with ${result.signal ?? `exit ${result.exit}`}`)
  return problem(`Setting up failed: '${command}' ${how}. Its log: ${logFile}`)
}

/** False: it is not there. Of what is kept, its age says for how long nobody has wanted it. */
const touch = (path: string): Promise<boolean> =>
  utimes(path, new Date(), new Date()).then(
    () => true,
    () => false,
  )

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
