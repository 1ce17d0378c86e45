import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Where a program is found by its name, as a shell would; a name with a slash is a path. Null: nowhere. */
export async function findProgram(name: string, path: string): Promise<string | null> {
  const folders = name.includes('/') ? [''] : path.split(delimiter)
  for (const folder of folders) {
    const file = join(folder, name)
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return file
  }
  return null
}
