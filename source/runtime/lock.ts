import { ok, problem, type Result } from '../model/result.ts'

/**
 * Makes this process the only host of a repository. A database lock is held by the kernel, not by a file's existence:
 * it is free again the moment its holder dies, however it dies, and stays held while the holder is merely stopped.
 */
export async function takeLock(path: string): Promise<Result<{ release: () => void }>> {
  // Loaded here, so that no other command pays for it.
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (/locked|busy/i.test((error as Error).message))
      return problem('Another host has this repository already.')
    return problem(`The lock ${path} cannot be taken: ${(error as Error).message}.`)
  }
  return ok({ release: () => database.close() })
}
