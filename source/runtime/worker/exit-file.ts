import { readFile } from 'node:fs/promises'
import { runPaths } from './run-paths.ts'
import { type WorkerExit, workerExitSchema } from './worker-messages.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** Written before anybody is told of the end: whoever hears of it, or finds the worker gone, can read it. */
export function writeExit(path: string, exit: WorkerExit): void {
  writeWholeFile(path, `${JSON.stringify(exit, null, 2)}\n`)
}

/** How the run of this folder ended; null while it goes on, or when it was lost. */
export async function readExit(dir: string): Promise<WorkerExit | null> {
  try {
    return workerExitSchema.parse(JSON.parse(await readFile(runPaths(dir).exit, 'utf8')))
  } catch {
    return null
  }
}
