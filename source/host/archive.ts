import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Session } from '../model/session.ts'
import { dropOldFiles } from '../runtime/drop-old-files.ts'
import { LIMITS } from '../runtime/limits.ts'
import type { Places } from '../runtime/places.ts'
import { writeSafely } from '../runtime/write-safely.ts'

/** Keeps a session that another one takes the place of. Its branches and workspaces stay as they are. */
export async function archive({ archive: folder }: Places, session: Session): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeSafely(join(folder, `${session.slug}-${session.id}.json`), JSON.stringify(session))
  await dropOldFiles(folder, LIMITS.archive)
}
