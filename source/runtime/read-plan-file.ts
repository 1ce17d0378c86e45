import { readFile, stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { ok, problem, type Result } from '../model/result.ts'

export interface PlanText {
  file: string
  text: string
}

/** A larger file is no plan that a person wrote, and would be read into memory whole. */
const LARGEST_FILE = 64 * 1024 * 1024

/** Reads a plan file; its name is relative to the repository, so that every folder of it means the same session. */
export async function readPlanFile(
  path: string,
  { cwd = '.', root }: { cwd: string | undefined; root: string | null },
): Promise<Result<PlanText>> {
  const full = resolve(cwd, path)
  try {
    const found = await stat(full)
    if (found.isDirectory()) return problem(`${path} is a folder, not a plan.`, 'Name the plan file in it.')
    // A fifo would be waited for until somebody writes into it.
    if (!found.isFile()) return problem(`${path} is no file.`, 'Name a plan file: br-tui PLAN.md')
    if (found.size > LARGEST_FILE)
      return problem(`${path} is too large for a plan.`, 'A plan may have up to 2 MB.')
    // latin1 keeps every byte, so that a binary file is seen as one instead of becoming replacement characters.
    const bytes = await readFile(full)
    const text = bytes.includes(0) ? bytes.toString('latin1') : bytes.toString('utf8')
    return ok({ file: root === null ? path : relative(root, full), text })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return problem(`There is no plan ${path}.`, 'Name a plan file: br-tui PLAN.md')
    return problem(`The plan ${path} cannot be read: ${message}.`)
  }
}
