import { constants } from 'node:fs'
import { mkdir, open, realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'

/** Files an agent reads and writes through us: real ones inside of its workspace, and nothing of git's own. */
export interface WorkspaceFiles {
  read(path: string, part: { line?: number | null; limit?: number | null }): Promise<string>
  write(path: string, text: string): Promise<void>
}

const LARGEST = 16 * 1024 * 1024

/** `cwd` must be a real path. Throws with one sentence, which goes back to the agent. */
export function workspaceFiles(cwd: string): WorkspaceFiles {
  return {
    read: async (path, { line, limit }) => {
      const file = await open(
        await insidePath(cwd, path),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      )
      try {
        const stats = await file.stat()
        if (!stats.isFile()) throw new Error(`${path} is no plain file.`)
        if (stats.size > LARGEST) throw new Error(`${path} is too large to read.`)
        return part(await file.readFile('utf8'), line ?? 1, limit ?? null)
      } finally {
        await file.close()
      }
    },
    write: async (path, text) => {
      const target = await insidePath(cwd, path)
      await mkdir(dirname(target), { recursive: true })
      // Looked at once more: the folders may have been made, or swapped for links, since.
      const folder = await realpath(dirname(target))
      if (!isInside(cwd, folder)) throw outside(path)
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK
      const file = await open(join(folder, basename(target)), flags, 0o644)
      try {
        if (!(await file.stat()).isFile()) throw new Error(`${path} is no plain file.`)
        await file.truncate(0)
        await file.writeFile(text)
      } finally {
        await file.close()
      }
    },
  }
}

const outside = (path: string): Error => new Error(`${path} is outside of the workspace.`)

/** Where a path leads once every link on the way is followed; the file itself must be no link. */
export async function insidePath(cwd: string, path: string): Promise<string> {
  if (!isAbsolute(path) || path.includes('\0')) throw new Error(`${path} is no absolute path.`)
  const folder = await realFolder(dirname(path))
  const target = join(folder, basename(path))
  const steps = relative(cwd, target).split(sep)
  if (!isInside(cwd, target) || target === cwd) throw outside(path)
  if (steps.some((step) => step.toLowerCase() === '.git')) throw new Error(`${path} belongs to git.`)
  return target
}

/** The real path of a folder that need not be there yet. */
async function realFolder(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error
    return join(await realFolder(dirname(path)), basename(path))
  }
}

const isInside = (cwd: string, path: string): boolean => path === cwd || path.startsWith(`${cwd}${sep}`)

function part(text: string, line: number, limit: number | null): string {
  if (line <= 1 && limit === null) return text
  const from = Math.max(0, line - 1)
  return text
    .split('\n')
    .slice(from, limit === null ? undefined : from + limit)
    .join('\n')
}
