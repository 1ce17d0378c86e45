import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { base } from '../place.ts'

/** Other programs that show what several print, and what they are started with. */
export interface Rival {
  name: string
  argv: (commands: string[]) => string[]
  /** `screen`: all last lines can be seen at once; `one`: only that of the first; `exit`: it ends after its programs. */
  until: 'screen' | 'one' | 'exit'
  cwd?: (commands: string[]) => string
  env?: Record<string, string>
  end?: () => void
}

const peers = join(base, 'peers')
const bin = join(peers, 'node_modules/.bin')

/** Fetches those that npm has, into the folder of the bench. */
export function installPeers(): void {
  mkdirSync(peers, { recursive: true })
  const names = ['turbo@2', 'mprocs', 'concurrently']
  execFileSync('npm', ['install', '--prefix', peers, '--no-audit', '--no-fund', '--silent', ...names])
}

/** Where it is; null: neither fetched nor on the PATH. */
export function fileOf({ name }: Rival): string | null {
  if (existsSync(join(bin, name))) return join(bin, name)
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
  return found.status === 0 ? found.stdout.trim() : null
}

/** For programs of the peers, which call each other and Node. */
export const searchPath = (): string => [bin, process.env.PATH].join(delimiter)

const TMUX = ['-L', `br-bench-${process.pid}`]
export const RIVALS: Rival[] = [
  {
    name: 'turbo',
    argv: () => ['run', 'drain', '--ui=tui', '--no-update-notifier', '--concurrency=10'],
    until: 'exit',
    cwd: turboFolder,
    env: { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  },
  { name: 'mprocs', argv: (commands) => commands, until: 'one' },
  { name: 'concurrently', argv: (commands) => commands, until: 'exit' },
  {
    name: 'tmux',
    argv: ([first = '', ...others]) => [
      ...[...TMUX, '-f', '/dev/null', 'new-session', first],
      ...others.flatMap((command) => [';', 'split-window', command, ';', 'select-layout', 'tiled']),
    ],
    until: 'screen',
    end: () => void spawnSync('tmux', [...TMUX, 'kill-server'], { stdio: 'ignore' }),
  },
]

/** turbo runs what the packages of a workspace are told to. */
function turboFolder(commands: string[]): string {
  const folder = join(base, 'turbo')
  const put = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content))
  mkdirSync(folder, { recursive: true })
  put('package.json', { name: 'all', private: true, packageManager: 'npm@10.0.0', workspaces: ['part-*'] })
  put('turbo.json', { tasks: { drain: { cache: false } } })
  put('package-lock.json', { name: 'all', lockfileVersion: 3, packages: {} })
  for (const [index, command] of commands.entries()) {
    mkdirSync(join(folder, `part-${index}`), { recursive: true })
    put(`part-${index}/package.json`, {
      name: `part-${index}`,
      version: '1.0.0',
      scripts: { drain: command },
    })
  }
  return folder
}
