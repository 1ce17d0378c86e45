import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type AllowList, allowListFile, readAllowList } from '../../checks/allow-list.ts'
import { ok, problem, type Result } from '../../model/result.ts'
import { readFileAt } from '../git/read.ts'

/** Bytes. A longer list is no list anybody has read. */
const LONGEST = 256 * 1024

/** The allow-list of a folder as it lies there; an empty one where there is none. */
export async function allowListOf(folder: string): Promise<Result<AllowList>> {
  const path = join(folder, allowListFile)
  try {
    await using file = await open(path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST + 1))
    if (bytesRead > LONGEST) return problem(`${path} is longer than ${LONGEST} bytes.`, 'Shorten it.')
    return ok(readAllowList(buffer.subarray(0, bytesRead).toString('utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok({ entries: [], findings: [] })
    return problem(`${path} cannot be read: ${(error as Error).message}.`)
  }
}

/** The allow-list as a commit holds it: what is judged has no say in what lets it stay. */
export async function allowListAt(repo: string, commit: string): Promise<Result<AllowList>> {
  const text = await readFileAt(repo, commit, allowListFile, LONGEST)
  return text.ok ? ok(readAllowList(text.value ?? '')) : text
}
