import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AgentLogin } from '../agents/agent.ts'
import { oneLine } from './worker/plain-text.ts'

/** A program that says no version in this time has none for us, in ms. Some load a hundred megabytes for it. */
const PATIENCE = 10_000

/**
 * What a program says of its version; null: nothing. It is asked in a home of its own and without the person's
 * environment, so that it neither reads nor writes anything of theirs, nor has a key for any request.
 */
export async function programVersion(program: string, path: string): Promise<string | null> {
  const home = await mkdtemp(join(tmpdir(), 'br-version-'))
  try {
    return await new Promise((resolve) => {
      const env = {
        PATH: path,
        HOME: home,
        TMPDIR: home,
        LANG: 'C',
        NO_COLOR: '1',
        CI: '1',
        DISABLE_AUTOUPDATER: '1',
        DISABLE_TELEMETRY: '1',
      }
      const limits = { timeout: PATIENCE, killSignal: 'SIGKILL' as const, maxBuffer: 65_536 }
      const child = execFile(program, ['--version'], { env, cwd: home, ...limits }, (error, out) => {
        resolve(error ? null : (/\d+\.\d+[\w.+-]*/.exec(oneLine(out, 200))?.[0] ?? null))
      })
      child.stdin?.end()
    })
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  }
}

/** Where there is a sign that somebody has logged in: a variable or a file. Looked for, never read. Null: none. */
export async function loginSign(
  { env: names, files }: AgentLogin,
  env: NodeJS.ProcessEnv,
): Promise<string | null> {
  const variable = names.find((name) => env[name])
  if (variable !== undefined) return variable
  for (const { folder, otherwise, name } of files) {
    const path = join((folder && env[folder]) || join(env.HOME ?? '', otherwise), name)
    const isThere = await stat(path).then(
      (stats) => stats.isFile() && stats.size > 0,
      () => false,
    )
    if (isThere) return path
  }
  return null
}
