import { execFile } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { promisify } from 'node:util'
import { safeConfig, safeEnvironment } from './safe-environment.ts'

export interface Located {
  root: string
  /** The real .git folder, also for a linked worktree. */
  commonDir: string
}

const run = promisify(execFile)

/**
 * Where the repository is, in one call of git and without loading anything: enough to find its host. Null where it
 * takes a closer look to say.
 */
export async function locateRepository(cwd: string): Promise<Located | null> {
  const config = safeConfig.flatMap((entry) => ['-c', entry])
  const args = ['rev-parse', '--path-format=absolute', '--show-toplevel', '--git-common-dir']
  const env = { ...safeEnvironment(cwd), GIT_CEILING_DIRECTORIES: '' }
  try {
    const { stdout } = await run('git', [...config, ...args], { cwd, env })
    const [root, commonDir, ...rest] = stdout.split('\n')
    // A folder with a line break in its name.
    if (!root || !commonDir || rest.join('') !== '') return null
    return { root, commonDir: await realpath(commonDir) }
  } catch {
    return null
  }
}
