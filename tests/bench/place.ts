import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { VERSION } from '../../source/host/version.ts'
import { stopHost } from '../../source/runtime/host-connection.ts'
import { placesOf } from '../../source/runtime/places.ts'

/**
 * One folder holds everything that is measured on: repositories, state, sockets, and a copy of the program, so that a
 * build beside it changes nothing half-way.
 */
export const base = realpathSync(mkdtempSync(join(tmpdir(), 'brb-')))
export const program = join(base, 'dist/cli.js')

const home = join(base, 'home')
const sockets = join(base, 's')
mkdirSync(home)
mkdirSync(sockets, { mode: 0o700 })
cpSync(join(import.meta.dirname, '../../dist'), join(base, 'dist'), { recursive: true })
// Chunks are ESM by what the nearest package.json says.
writeFileSync(join(base, 'package.json'), '{"type":"module"}')

// What the person at this machine has set up for git or for br-tui must not decide a number.
Object.assign(process.env, {
  ...{ HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_STATE_HOME: join(home, '.state') },
  ...{ XDG_RUNTIME_DIR: sockets, BR_HOME: join(home, 'br') },
})
for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name]

/** Ends every host that was started here, whatever went wrong, and removes the folder. */
export async function cleanUp(): Promise<void> {
  const folder = join(sockets, 'br-tui')
  const hosts = existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]+\.sock$/.test(name)) : []
  for (const name of hosts) await stopHost(join(folder, name), { version: VERSION, env: {} })
  rmSync(base, { recursive: true, force: true, maxRetries: 3 })
}

/** A repository with these files committed. */
export function makeRepo(name: string, files: Record<string, string>): string {
  const root = join(base, name)
  mkdirSync(root)
  git(root, 'init', '--quiet', '--initial-branch=main')
  git(root, 'config', 'user.name', 'Ada Tester')
  git(root, 'config', 'user.email', 'ada@example.com')
  commitFiles(root, files, 'first')
  return root
}

/** Returns the commit. */
export function commitFiles(root: string, files: Record<string, string>, message: string): string {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), content)
  }
  git(root, 'add', '--all')
  git(root, 'commit', '--quiet', '--message', message)
  return git(root, 'rev-parse', 'HEAD')
}

export const git = (root: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()

export const placesIn = (root: string) => placesOf({ env: process.env, commonDir: join(root, '.git') })
