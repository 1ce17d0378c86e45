import { lstat } from 'node:fs/promises'
import { ok, type Result } from '../../model/result.ts'
import { git } from './git.ts'

/**
 * Brings the files into the index as they are now, gone ones included. Names are bytes as latin1 text: a name that
 * is no UTF-8 is found again, and none is read as a pattern or an option.
 */
export async function stage(
  path: string,
  files: readonly string[],
  env: Record<string, string> = {},
): Promise<Result<undefined>> {
  const { present, replaced } = await sortOut(path, files)
  const update = async (args: string[], names: string[]) =>
    names.length === 0
      ? ok(undefined)
      : git(path, ['update-index', ...args, '-z', '--stdin'], {
          env,
          encoding: 'latin1',
          input: names.map((name) => `${name}\0`).join(''),
        })
  const removed = await update(['--force-remove'], replaced)
  if (!removed.ok) return removed
  const added = await update(['--add', '--remove', '--replace'], present)
  return added.ok ? ok(undefined) : added
}

/** `replaced`: files that became a folder, and files whose folder became a link: git refuses to look at those. */
async function sortOut(path: string, files: readonly string[]) {
  const listed = new Set(files)
  const present: string[] = []
  const replaced: string[] = []
  for (const file of files) {
    const parent = parents(file).find((folder) => listed.has(folder))
    const isBehindLink = parent !== undefined && !(await isFolder(path, parent))
    const isFolderNow = (await isFolder(path, file)) && !(await exists(path, `${file}/.git`))
    const list = isBehindLink || isFolderNow ? replaced : present
    list.push(file)
  }
  return { present, replaced }
}

const parents = (file: string) => {
  const parts = file.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

const look = (path: string, name: string) =>
  lstat(Buffer.concat([Buffer.from(`${path}/`), Buffer.from(name, 'latin1')])).catch(() => null)

const isFolder = async (path: string, name: string) => (await look(path, name))?.isDirectory() ?? false
const exists = async (path: string, name: string) => (await look(path, name)) !== null
