import { readFile } from 'node:fs/promises'
import { sealed, unsealed } from '../sealed.ts'
import { runPaths } from './run-paths.ts'
import { type WorkerExit, workerExitSchema } from './worker-messages.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** Written before anybody is told of the end: whoever hears of it, or finds the worker gone, can read it. */
export function writeExit(path: string, exit: WorkerExit): void {
  writeWholeFile(path, `${sealed(exit)}\n`)
}

/** How the run of this folder ended; null while it goes on, or when it was lost; damaged: not as a worker wrote it. */
export async function readExit(dir: string): Promise<WorkerExit | null | 'damaged'> {
  const text = await readFile(runPaths(dir).exit, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const { value, seal } = unsealed(text)
    return seal === 'broken' ? 'damaged' : workerExitSchema.parse(value)
  } catch {
    return 'damaged'
  }
}
