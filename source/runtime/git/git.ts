import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { execa } from 'execa'
import { fail, ok, type Problem, type Result } from '../../model/result.ts'

/** A git call that did not end as it should. `exit` is null when git never ran or was killed. */
export interface GitFailure extends Problem {
  exit: number | null
  stderr: string
}

export interface GitOptions {
  input?: string
  env?: Record<string, string>
  /** Exits that are an answer and no failure. */
  okExits?: readonly number[]
  /** `latin1` keeps every byte of a file name that is not UTF-8: input and output then are bytes as characters. */
  encoding?: 'utf8' | 'latin1'
}

/** Runs git in `dir` in a way that nothing in the environment or in a repository's hooks can bend. */
export async function git(
  dir: string,
  args: readonly string[],
  { input, env, okExits = [0], encoding = 'utf8' }: GitOptions = {},
): Promise<Result<{ stdout: string; exit: number }, GitFailure>> {
  const ran = await execa('git', [...safeConfig.flatMap((entry) => ['-c', entry]), ...args], {
    cwd: dir,
    env: { ...safeEnvironment(dir), ...env },
    extendEnv: false,
    encoding: 'buffer',
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 512 * 1024 * 1024,
    ...(input === undefined ? { stdin: 'ignore' } : { input: Buffer.from(input, encoding) }),
  })
  const exit = ran.exitCode ?? null
  if (exit !== null && !ran.isMaxBuffer && okExits.includes(exit)) {
    return ok({ stdout: Buffer.from(ran.stdout).toString(encoding), exit })
  }
  const stderr = Buffer.from(ran.stderr ?? []).toString('utf8')
  return fail({ ...describe(dir, args, ran, stderr), exit, stderr })
}

/** Passed to every git call, also to those that go through simple-git. */
export const safeConfig = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'submodule.recurse=false',
] as const

/** Set here, so that simple-git can be told to let exactly these through. */
export const safeVariables = (dir: string) => ({
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  // A plain look at a worktree takes its index lock, and then the worker's own commit fails.
  GIT_OPTIONAL_LOCKS: '0',
  // An agent could otherwise show us other content under the id of a commit.
  GIT_NO_REPLACE_OBJECTS: '1',
  // A folder that lost its .git must not become part of a repository that lies above it.
  GIT_CEILING_DIRECTORIES: dirname(dir),
  // Unlike -c protocol.ext.allow=never this one also reaches the git that serves a fetch.
  GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
})

/** The environment without any GIT_* of the caller: an inherited GIT_DIR would send every call elsewhere. */
function safeEnvironment(dir: string): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  return { ...Object.fromEntries(kept), ...safeVariables(dir) }
}

interface Ended {
  code?: string
  signal?: string
  isMaxBuffer: boolean
}

function describe(dir: string, args: readonly string[], ran: Ended, stderr: string): Problem {
  if (ran.code === 'ENOENT' || ran.code === 'ENOTDIR') {
    return existsSync(dir)
      ? { message: 'git was not found on the PATH.', mend: 'Install git 2.39 or newer.' }
      : { message: `The folder ${dir} does not exist.` }
  }
  const name = args.find((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-c') ?? ''
  if (ran.isMaxBuffer) return { message: `git ${name} printed more than can be read.` }
  const said = stderr.split('\n').find((line) => line.trim() !== '')
  const why = said ?? (ran.signal ? `it was ended by ${ran.signal}` : 'it said nothing')
  return { message: `git ${name} failed: ${why.replace(/^(fatal|error): /, '')}` }
}
