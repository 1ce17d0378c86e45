import { writeSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Problem, problem } from '../model/result.ts'
import { play } from '../replay/play.ts'
import { type Recording, recordingsIn } from '../replay/recording.ts'
import { readHistory } from '../runtime/read-history.ts'
import { runPaths } from '../runtime/worker/run-paths.ts'
import { runScreen } from '../ui/run-screen.ts'
import { findHere } from './here.ts'
import { complain, type ExitCode, print, warn } from './print.ts'
import { onEveryWayOut, suspend } from './screen-guard.ts'
import { readSettings } from './settings.ts'

export interface ReplayOptions {
  cwd?: string
  speed?: number
  session?: string
  list?: boolean
}

/** `br-tui replay`: a session of the past through the same screen. Reads only. */
export async function replay(history: string | undefined, options: ReplayOptions): Promise<ExitCode> {
  const where = await whereOf(history, options)
  if (!where.ok) return complain(where.error)
  const read = await readHistory(where.value)
  if (!read.ok) return complain(read.error)
  const { path, events, numbered, soFar, unread } = read.value
  if (unread > 0) warn(`${unread} lines of ${path} could not be read as events and are left out.`)
  const before = (numbered[0]?.seq ?? 1) - 1
  if (before > 0)
    warn(`The first ${before} events are not kept any more: ${path} begins with what came after them.`)
  const recordings = recordingsIn(events, soFar)
  if (options.list) return list(recordings, path)
  const recording = recordings.findLast(({ id }) => id.startsWith(options.session ?? ''))
  if (!recording)
    return recordings.length === 0
      ? complain(because(`${path} does not hold the beginning of a session.`))
      : complain(
          because(`There is no session ${options.session} in it.`, 'See them with: br-tui replay --list'),
          2,
        )
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env.TERM === 'dumb')
    return complain(because('A replay needs a terminal to draw on.', 'Without one: br-tui replay --list'), 2)
  return show(recording, { runs: join(dirname(path), 'runs'), speed: options.speed ?? 1 })
}

async function whereOf(history: string | undefined, { cwd }: ReplayOptions) {
  if (history !== undefined) return { ok: true, value: resolve(cwd ?? '.', history) } as const
  const here = await findHere(cwd)
  return here.ok ? ({ ok: true, value: here.value.places.history } as const) : here
}

function list(recordings: Recording[], path: string): ExitCode {
  if (recordings.length === 0) return complain(because(`${path} does not hold the beginning of a session.`))
  for (const { id, title, events, times, isCut } of recordings) {
    const [begun = 0, ended = 0] = [times[0], times.at(-1)]
    const minutes = Math.round((ended - begun) / 60_000)
    const lacks = isCut ? ' (without its beginning)' : ''
    print(
      `${id}  ${new Date(begun).toLocaleString()}  ${events.length} events in ${minutes} min  ${title}${lacks}`,
    )
  }
  return 0
}

async function show(
  recording: Recording,
  { runs, speed }: { runs: string; speed: number },
): Promise<ExitCode> {
  const settings = readSettings(process.env)
  if (!settings.ok) return complain(settings.error)
  const played = play({ recording, speed, logOf: (run) => runPaths(join(runs, run)).log })
  const none = async () => problem(READ_ONLY)
  const screen = runScreen({
    streams: { stdin: process.stdin, stdout: process.stdout, writeSync: (text) => writeSync(1, text) },
    kind: process.env,
    ...settings.value,
    // What waited for somebody then, waits for nobody now.
    notifies: false,
    link: played,
    replay: played,
    isEntered: false,
    saved: null,
    save: () => {},
    findPlans: async () => [],
    openPlan: none,
    restart: none,
    environment: {},
    openFolder: async () => {},
    suspend,
  })
  const release = onEveryWayOut(screen, 'nothing was changed. Come back with: br-tui replay')
  await screen.left
  release()
  return 0
}

const because = (message: string, mend?: string): Problem => ({ message, ...(mend && { mend }) })

const READ_ONLY = 'This is a replay.'
