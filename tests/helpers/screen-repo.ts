import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { quote } from 'shlex'
import { afterAll } from 'vitest'
import { openStage, type Stage } from './loop-agents.ts'
import { makeProject } from './loop-repo.ts'
import { freshPath, type Repo } from './repo.ts'
import { endTerminals, startTerminal, type Terminal, type TerminalOptions } from './terminal.ts'
import { endTmux, startTmux, type Tmux } from './tmux.ts'

/** The built program. */
const PROGRAM = join(import.meta.dirname, '../../dist/cli.js')

const AGENT = 'test-agent'

/** A repository with a plan, agents that wait to be told, and the built program at it in terminals of its own. */
export interface ScreenRepo {
  repo: Repo
  plan: string
  stage: Stage
  /** Where br-tui keeps its state. */
  home: string
  /** The screen of the plan, opened with three workers and trusted. Later ones go on with the session. */
  open: (options?: ScreenOptions) => Terminal
  /** `br-tui` with nothing but the options given, as one types it in a repository. */
  openBare: (options?: ScreenOptions) => Terminal
  openInTmux: (options?: ScreenOptions) => Tmux
  /** A shell, and what to type there to open the plan. */
  openShell: (options?: ScreenOptions) => { shell: Terminal; command: string }
  /** One command of the program, without a terminal. */
  cli: (...args: string[]) => Promise<{ exit: number; out: string }>
  /** What somebody types at another place. */
  send: (text: string) => Promise<{ exit: number; out: string }>
  status: () => Promise<StatusDocument>
}

interface ScreenOptions
  extends Pick<TerminalOptions, 'env' | 'columns' | 'rows' | 'before' | 'bytesPerSecond'> {
  /** In place of the program alone. */
  argv?: string[]
  /** Options that win over those that are given anyway. */
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
  /** The person's own settings. */
  person?: Record<string, unknown>
  /** What agents do when they are told to: a program of tests/fixtures/agents. */
  agents?: string
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
  { config = {}, files = {}, workers = 3, person, agents }: ScreenShape = {},
): Promise<ScreenRepo> {
  const repo = makeProject({ files, config })
  const plan = freshPath('PLAN.md')
  writeFileSync(plan, planText)
  const stage = await openStage(agents)
  const sockets = freshPath('s')
  mkdirSync(sockets, { mode: 0o700 })
  // The screen shows the agent's command: by a name of its own no path of this machine gets there.
  const programs = freshPath('bin')
  mkdirSync(programs)
  const program = (name: string, line: string) =>
    writeFileSync(join(programs, name), `#!/bin/sh\nexec ${line}\n`, { mode: 0o755 })
  program(AGENT, stage.agent.replace('cmd: ', ''))
  program('br-tui', `${quote(process.execPath)} ${quote(PROGRAM)} "$@"`)
  // The host and its workers get these from whoever starts it.
  const places = {
    BR_HOME: freshPath('home'),
    XDG_RUNTIME_DIR: sockets,
    PATH: `${programs}:${process.env.PATH}`,
  }
  if (person) {
    mkdirSync(join(places.BR_HOME, 'config'), { recursive: true })
    writeFileSync(join(places.BR_HOME, 'config', 'config.json'), JSON.stringify(person))
  }

  const planArgs = [
    plan,
    '--cwd',
    repo.root,
    '--trust',
    '--agent',
    `cmd: ${AGENT}`,
    '--workers',
    `${workers}`,
  ]
  const screen = ({ env = {}, args = [], ...options }: ScreenOptions = {}): TerminalOptions => ({
    argv: [process.execPath, PROGRAM, ...planArgs, ...args],
    cwd: repo.root,
    env: { ...places, ...env },
    ...options,
  })
  const cli = (...args: string[]) =>
    new Promise<{ exit: number; out: string }>((resolve) => {
      const env = { HOME: process.env.HOME, ...places }
      const settings = { cwd: repo.root, env, timeout: 20_000 }
      execFile(process.execPath, [PROGRAM, ...args], settings, (error, out, err) =>
        resolve({ exit: error ? Number(error.code ?? -1) : 0, out: out + err }),
      ).stdin?.end()
    })
  used.push({ repo, stage, cli })
  return {
    ...{ repo, plan, stage, cli },
    home: places.BR_HOME,
    open: (options) => startTerminal(screen(options)),
    openBare: (options) =>
      startTerminal({
        ...screen(options),
        argv: options?.argv ?? [process.execPath, PROGRAM, ...(options?.args ?? [])],
      }),
    openInTmux: (options) => startTmux(screen(options)),
    openShell: (options) => {
      const { env, ...others } = screen(options)
      const inputrc = freshPath('inputrc')
      // The line editor of the shell would bracket pastes, which is to be seen of the screen only.
      writeFileSync(inputrc, 'set enable-bracketed-paste off\n')
      const shell = startTerminal({
        ...others,
        argv: ['bash', '--norc', '--noprofile', '-i'],
        env: { ...env, PS1: '$ ', INPUTRC: inputrc },
      })
      return { shell, command: `br-tui ${planArgs.map(quote).join(' ')}` }
    },
    send: (text) => cli('send', text),
    status: async () => JSON.parse((await cli('status', '--json')).out) as StatusDocument,
  }
}
