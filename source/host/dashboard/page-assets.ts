import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Built for browsers by .ci/build.ts, beside the program; run from source, in the last build. */
export const readAsset = (name: string): Promise<Buffer> =>
  readFile(FOLDERS.map((folder) => join(import.meta.dirname, folder, name)).find(existsSync) ?? name)

const FOLDERS = ['../page', 'page', '../../../dist/page']
