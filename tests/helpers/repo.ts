import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import type { Result } from '../../source/model/result.ts'

/** All of a test file's repositories lie in here; it goes when the file's tests are done. */
const base = realpathSync(mkdtempSync(join(tmpdir(), 'br-test-')))
// Not on the exit of the process: vitest ends its workers without one.
afterAll(() => rmSync(base, { recursive: true, force: true, maxRetries: 3 }))

// What the person at this machine has set up for git must not decide a test.
const home = join(base, 'home')
mkdirSync(home)
process.env.HOME = home
process.env.XDG_CONFIG_HOME = join(home, '.config')

let count = 0

/** A path that nothing has used yet. */
export const freshPath = (name: string): string => {
  count += 1
  const folder = join(base, `${count}`)
  mkdirSync(folder)
  return join(folder, name)
}

export interface Repo {
  root: string
  git: (...args: string[]) => string
  write: (files: Record<string, string>) => void
  /** Writes the files and commits everything; returns the commit. */
  commit: (files: Record<string, string>, message?: string) => string
}

/** A real repository with an identity of its own and one commit that holds the files. */
export function makeRepo({ files = { 'README.md': 'hello\n' } as Record<string, string> } = {}): Repo {
  const root = freshPath('repo')
  mkdirSync(root)
  const repo = at(root)
  repo.git('init', '--quiet', '--initial-branch=main')
  repo.git('config', 'user.name', 'Ada Tester')
  repo.git('config', 'user.email', 'ada@example.com')
  repo.commit(files, 'first')
  return repo
}

/** The same conveniences for a folder that is a repository or worktree already. */
export function at(root: string): Repo {
  const git = (...args: string[]) => runGit(root, args)
  const write = (files: Record<string, string>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true })
      writeFileSync(join(root, name), content)
    }
  }
  const commit = (files: Record<string, string>, message = 'change') => {
    write(files)
    git('add', '--all')
    git('commit', '--quiet', '--allow-empty', '--message', message)
    return git('rev-parse', 'HEAD')
  }
  return { root, git, write, commit }
}

/** Runs git as a worker would: with the plain environment. Returns what it prints, without the last line break. */
function runGit(dir: string, args: string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
  const out = execFileSync('git', args, {
    cwd: dir,
    env: { ...env, LC_ALL: 'C' },
    encoding: 'utf8',
    stdio: 'pipe',
  })
  return out.replace(/\n$/, '')
}

/** The value of a result that must be ok. */
export function value<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`Expected ok, got ${JSON.stringify(result.error)}`)
  return result.value
}

/** The error of a result that must have failed. */
export function failure<T, E>(result: Result<T, E>): E {
  if (result.ok) throw new Error(`Expected a failure, got ${JSON.stringify(result.value)}`)
  return result.error
}
