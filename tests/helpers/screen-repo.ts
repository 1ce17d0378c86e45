import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openStage, type Stage } from './loop-agents.ts'
import { makeProject } from './loop-repo.ts'
import { freshPath, type Repo } from './repo.ts'
import { endTerminals, startTerminal, type Terminal, type TerminalOptions } from './terminal.ts'
import { endTmux, startTmux, type Tmux } from './tmux.ts'

/** The built program. */
const PROGRAM = join(import.meta.dirname, '../../dist/cli.js')

/** A repository with a plan, agents that wait to be told, and the built program at it in terminals of its own. */
export interface ScreenRepo {
  repo: Repo
  plan: string
  stage: Stage
  /** The screen of the plan, opened with three workers and trusted. Later ones go on with the session. */
  open: (options?: ScreenOptions) => Terminal
  openInTmux: (options?: ScreenOptions) => Tmux
  /** One command of the program, without a terminal. */
  cli: (...args: string[]) => Promise<{ exit: number; out: string }>
  /** What somebody types at another place. */
  send: (text: string) => Promise<{ exit: number; out: string }>
  status: () => Promise<StatusDocument>
}

interface ScreenOptions
  extends Pick<TerminalOptions, 'env' | 'columns' | 'rows' | 'before' | 'bytesPerSecond'> {
  args?: string[]
}

interface StatusDocument {
  host: { pid: number } | null
  streams: { id: string; status: string; workspace: string }[]
}

interface ScreenShape {
  config?: Record<string, unknown>
  files?: Record<string, string>
  workers?: number
}

const used: { repo: Repo; stage: Stage; cli: ScreenRepo['cli'] }[] = []

// Not after each test: a file tells one story, and its tests may go on where the last one was.
afterAll(async () => {
  await endTmux()
  await endTerminals()
  for (const { stage, cli, repo } of used.splice(0)) {
    // Agents first: nothing that still runs has to be waited for.
    stage.close()
    await cli('stop', '--cwd', repo.root)
  }
})

export async function openScreenRepo(
  planText: string,
  { config = {}, files = {}, workers = 3 }: ScreenShape = {},
): Promise<ScreenRepo> {
  const repo = makeProject({ files, config })
  const plan = freshPath('PLAN.md')
  writeFileSync(plan, planText)
  const stage = await openStage()
  const sockets = freshPath('s')
  mkdirSync(sockets, { mode: 0o700 })
  // The host and its workers get these from whoever starts it.
  const places = { BR_HOME: freshPath('home'), XDG_RUNTIME_DIR: sockets }

  const screen = ({ args = [], env = {}, ...options }: ScreenOptions = {}): TerminalOptions => ({
    argv: [
      ...[process.execPath, PROGRAM, plan, '--cwd', repo.root, '--trust'],
      ...['--agent', stage.agent, '--workers', `${workers}`, ...args],
    ],
    cwd: repo.root,
    env: { ...places, ...env },
    ...options,
  })
  const cli = (...args: string[]) =>
    new Promise<{ exit: number; out: string }>((resolve) => {
      const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...places }
      const settings = { cwd: repo.root, env, timeout: 20_000 }
      execFile(process.execPath, [PROGRAM, ...args], settings, (error, out, err) =>
        resolve({ exit: error ? Number(error.code ?? -1) : 0, out: out + err }),
      ).stdin?.end()
    })
  used.push({ repo, stage, cli })
  return {
    ...{ repo, plan, stage, cli },
    open: (options) => startTerminal(screen(options)),
    openInTmux: (options) => startTmux(screen(options)),
    send: (text) => cli('send', text),
    status: async () => JSON.parse((await cli('status', '--json')).out) as StatusDocument,
  }
}
