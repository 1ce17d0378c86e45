import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { workerRefSchema } from '../../model/session.ts'
import { runPaths } from './run-paths.ts'

const claimSchema = z.object({ worker: workerRefSchema, base: z.string() }).nullable()
/** Whose a run is: a worker's, with the commit it began from; null: of a host that found it unclaimed and starts it anew. */
export type Claim = z.infer<typeof claimSchema>

/**
 * Makes a run one's own; false when it is somebody's already. A link of a whole file, so that there is no instant at
 * which it is taken and does not say by whom. So a run is worked on once, even when a host dies while it starts it.
 */
export function claimRun(dir: string, claim: Claim): boolean {
  const { claim: path } = runPaths(dir)
  const mine = `${path}.${process.pid}`
  writeFileSync(mine, JSON.stringify(claim), { mode: 0o600 })
  try {
    linkSync(mine, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    unlinkSync(mine)
  }
}

/** The worker that has a run; null when none has and, from now on, none can. */
export function takeOver(dir: string): Claim {
  try {
    if (claimRun(dir, null)) return null
    return claimSchema.parse(JSON.parse(readFileSync(runPaths(dir).claim, 'utf8')))
  } catch (error) {
    // No folder: the host before did not even come to make it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
