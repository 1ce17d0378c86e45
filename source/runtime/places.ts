import { createHash } from 'node:crypto'
import { lstat, mkdir } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ok, problem, type Result } from '../model/result.ts'

/** A Unix socket's path has to fit `sun_path`: 104 bytes on macOS, 108 on Linux, with the closing zero. */
const SOCKET_PATH_LIMIT = 103

/** Where everything of one repository is kept: outside of it, and the owner's only. */
export interface Places {
  home: string
  /** What sessions of every repository have spent, a file a day. */
  costs: string
  predictions: string
  /** The folder of this repository under `home`. */
  folder: string
  session: string
  history: string
  lock: string
  hostLog: string
  /** What was typed in the session's panes, and answered. */
  dialogue: string
  archive: string
  /** Figures of its sessions. */
  telemetry: string
  /** A page for each thing that has passed its limit. */
  alerts: string
  workClone: string
  landClone: string
  gate: string
  dependencies: string
  workspaces: string
  runs: string
  socket: string
  workerSocket: (run: string) => string
  /** A short name for the run's folder of temporary files: programs make sockets in there. */
  temporary: (run: string) => string
  /** Which ports are whose, of all repositories of this person. */
  ports: string
}

/** What is of no single repository. */
export function homeOf(env: NodeJS.ProcessEnv): Pick<Places, 'home' | 'costs' | 'predictions'> {
  const home = env.BR_HOME || stateFolder(env)
  return { home, costs: join(home, 'costs'), predictions: join(home, 'predictions.jsonl') }
}

export interface PlacesInput {
  env: NodeJS.ProcessEnv
  /** The real path of the repository's common git folder: one host for a repository and all its worktrees. */
  commonDir: string
}

export function placesOf({ env, commonDir }: PlacesInput): Places {
  const ofHome = homeOf(env)
  const { home } = ofHome
  const key = shortHash(`${home}\0${commonDir}`)
  const name = basename(dirname(commonDir))
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 40)
  const folder = join(home, 'repos', `${name}-${key}`)
  const sockets = socketFolder(env)
  return {
    ...ofHome,
    folder,
    session: join(folder, 'session.json'),
    history: join(folder, 'events.jsonl'),
    lock: join(folder, 'host.lock'),
    hostLog: join(folder, 'host.log'),
    dialogue: join(folder, 'dialogue.json'),
    archive: join(folder, 'archive'),
    telemetry: join(folder, 'telemetry'),
    alerts: join(folder, 'alerts'),
    workClone: join(folder, 'work.git'),
    landClone: join(folder, 'land.git'),
    gate: join(folder, 'gate'),
    dependencies: join(folder, 'dependencies'),
    workspaces: join(folder, 'workspaces'),
    runs: join(folder, 'runs'),
    socket: join(sockets, `${key}.sock`),
    temporary: (run) => join(sockets, `${key}-${shortHash(run)}`),
    ports: join(home, 'ports'),
    workerSocket: (run) => join(sockets, `${key}-${shortHash(run)}.sock`),
  }
}

/** Makes the folders, and refuses ones that others could read or that belong to somebody else. */
export async function makePlaces(places: Places): Promise<Result<void>> {
  try {
    for (const folder of [places.folder, places.workspaces, places.runs]) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
    }
    await mkdir(dirname(places.socket), { recursive: true, mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOSPC' ? 'there is no space left' : (error as Error).message
    return problem(
      `br-tui cannot keep its state under ${places.home}: ${why}.`,
      'Set BR_HOME to a folder of yours that can be written.',
    )
  }
  // A worker opens another one beside its own, with four characters more, for what its agent prints.
  if (Buffer.byteLength(`${places.workerSocket('x')}.out`) > SOCKET_PATH_LIMIT) {
    return problem(
      `The socket path ${places.socket} is too long.`,
      'Set XDG_RUNTIME_DIR to a shorter folder of yours.',
    )
  }
  return ownersOnly(dirname(places.socket))
}

/** In a shared /tmp somebody else could have made the folder first: a link, or one that others may write to. */
async function ownersOnly(folder: string): Promise<Result<void>> {
  const stats = await lstat(folder)
  const mine = stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0
  return mine
    ? ok(undefined)
    : problem(`${folder} is not a folder that only you can use.`, 'Remove it, or set XDG_RUNTIME_DIR.')
}

function stateFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'darwin')
    return join(env.HOME || homedir(), 'Library', 'Application Support', 'br-tui')
  return join(env.XDG_STATE_HOME || join(env.HOME || homedir(), '.local', 'state'), 'br-tui')
}

/** Short, because of the limit above: a person's runtime folder where there is one, else one of theirs under /tmp. */
function socketFolder(env: NodeJS.ProcessEnv): string {
  const runtime = env.XDG_RUNTIME_DIR
  if (runtime && Buffer.byteLength(runtime) < 50) return join(runtime, 'br-tui')
  const temp = Buffer.byteLength(tmpdir()) < 40 ? tmpdir() : '/tmp'
  return join(temp, `br-tui-${process.getuid?.() ?? 0}`)
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)
