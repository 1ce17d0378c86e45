import { existsSync } from 'node:fs'
import { execa } from 'execa'
import { fail, ok, type Problem, type Result } from '../../model/result.ts'
import { safeConfig, safeEnvironment } from './safe-environment.ts'

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
  /** Ends it. */
  stopped?: AbortSignal
}

/** Runs git in `dir` in a way that nothing in the environment or in a repository's hooks can bend. */
export async function git(
  dir: string,
  args: readonly string[],
  { input, env, okExits = [0], encoding = 'utf8', stopped }: GitOptions = {},
): Promise<Result<{ stdout: string; exit: number }, GitFailure>> {
  const ran = await execa('git', [...safeConfig.flatMap((entry) => ['-c', entry]), ...args], {
    cwd: dir,
    env: { ...safeEnvironment(dir), ...env },
    extendEnv: false,
    encoding: 'buffer',
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 512 * 1024 * 1024,
    ...(stopped && { cancelSignal: stopped }),
    ...(input === undefined ? { stdin: 'ignore' } : { input: Buffer.from(input, encoding) }),
  })
  const exit = ran.exitCode ?? null
  if (exit !== null && !ran.isMaxBuffer && okExits.includes(exit)) {
    return ok({ stdout: Buffer.from(ran.stdout).toString(encoding), exit })
  }
  const stderr = Buffer.from(ran.stderr ?? []).toString('utf8')
  return fail({ ...describe(dir, args, ran, stderr), exit, stderr })
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
