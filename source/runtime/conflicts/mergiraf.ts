import { execa } from 'execa'
import { lockFileOf } from '../../merging/lock-files.ts'
import { findProgram } from '../find-program.ts'
import { withVersions } from './merge-file.ts'
import type { Rung } from './rung.ts'

const SECONDS = 20

/** A person's own program that merges by the syntax of a language. It exits 0 only when nothing is left in conflict. */
export const mergiraf: Rung = {
  name: 'mergiraf',
  applies: ({ file, isText }) => isText && !lockFileOf(file),
  resolve: async (conflict, { runtime }) => {
    const path = process.env.PATH ?? ''
    const program = await findProgram('mergiraf', path)
    if (program === null) return null
    return withVersions(conflict, async (folder) => {
      const args = ['merge', 'base', 'ours', 'theirs', `--path-name=${conflict.file}`]
      const ran = await execa(program, args, {
        cwd: folder,
        env: { PATH: path, HOME: folder },
        extendEnv: false,
        encoding: 'buffer',
        reject: false,
        stripFinalNewline: false,
        stdin: 'ignore',
        timeout: SECONDS * 1000,
        killSignal: 'SIGKILL',
        cancelSignal: runtime.stopped,
      })
      return ran.exitCode === 0 ? Buffer.from(ran.stdout).toString('latin1') : null
    })
  },
}
