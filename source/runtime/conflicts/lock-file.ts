import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isTrusted, lockFileOf } from '../../merging/lock-files.ts'
import type { Runtime } from '../context.ts'
import { findProgram } from '../find-program.ts'
import { treeWith } from '../git/compose.ts'
import { git } from '../git/git.ts'
import { readPlainFile } from '../git/read-plain-file.ts'
import { runCommand } from '../run-command.ts'
import { withTemporaryFolder } from '../temporary-folder.ts'
import type { Conflict, Rung, Site } from './rung.ts'

const LARGEST = 64 * 1024 * 1024

/** Made again by its own tool, where that is a program this session runs anyway, from what the rest was merged to. */
export const lockFileRung: Rung = {
  name: 'lock-file',
  applies: ({ file }, { runtime }) => {
    const lock = lockFileOf(file)
    return lock !== undefined && isTrusted(lock, trustedCommands(runtime))
  },
  // In turn: while it is looked for who turns tests red, more than one landing is put together at a time.
  resolve: (conflict, site) => site.runtime.inTurn('lock-file', () => makeAgain(conflict, site)),
}

async function makeAgain(
  { file, mode, ours, marked }: Conflict,
  { runtime, tree }: Site,
): Promise<string | null> {
  const lock = lockFileOf(file)
  const program = lock && (await findProgram(lock.tool, process.env.PATH ?? ''))
  if (!lock || program === null) return null
  const { landClone, folder } = runtime.places
  const content = lock.readsMarkers ? marked : ours
  const whole = await treeWith(landClone, tree, [{ path: file, content, mode }], 'latin1')
  if (!whole.ok) return null
  // Always here: what a killed host left is gone with the next.
  const scratch = join(folder, 'lock-scratch')
  await rm(scratch, { recursive: true, force: true })
  try {
    await mkdir(scratch, { mode: 0o700 })
    if (!(await checkOut(landClone, whole.value, scratch))) return null
    const made = await run(runtime, lock.command, join(scratch, dirname(file)))
    return made ? ((await readPlainFile(join(scratch, file), LARGEST))?.toString('latin1') ?? null) : null
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Everything of it: a manifest may name the folders beside it, and some tools want the sources to be there. */
const checkOut = (land: string, tree: string, into: string): Promise<boolean> =>
  withTemporaryFolder(async (folder) => {
    const env = { GIT_DIR: land, GIT_WORK_TREE: into, GIT_INDEX_FILE: join(folder, 'index') }
    const read = await git(into, ['read-tree', tree], { env })
    return read.ok && (await git(into, ['checkout-index', '--all', '--quiet'], { env })).ok
  })

async function run({ places, session, stopped }: Runtime, command: string, cwd: string): Promise<boolean> {
  const { id, settings } = session()
  const ran = await runCommand({
    command,
    cwd,
    logFile: join(places.folder, 'lock-file.log'),
    timeoutSeconds: settings.timeouts.setup,
    mark: `${id}.lock-file`,
    allow: settings.env,
    stopped,
  })
  return ran.exit === 0
}

/** What a person has been shown and trusted before this session began to run it. */
function trustedCommands({ session }: Runtime): string[] {
  const { install, setup, tests } = session().settings
  const commands = [install?.command, tests.smoke.command, tests.full.command, ...setup]
  return commands.filter((command) => typeof command === 'string')
}
