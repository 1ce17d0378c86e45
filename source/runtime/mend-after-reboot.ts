import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sentence } from '../model/result.ts'
import type { Runtime } from './context.ts'
import { scratchPlace, streamPlace } from './effects/stream-place.ts'
import { restoreEmptied } from './git/restore-emptied.ts'
import { snapshot } from './git/snapshot.ts'
import { writeWholeFile } from './worker/write-whole-file.ts'
import { readIfThere } from './write-safely.ts'

/**
 * After the machine went down, before anything is done in a workspace: files that a power cut has emptied are put back.
 * As they were is in a snapshot, because it may have been somebody's doing. Only Linux tells one boot from another.
 */
export async function mendAfterReboot(runtime: Runtime): Promise<string[]> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null)
  const file = join(runtime.places.folder, 'boot-id')
  const before = await readIfThere(file)
  if (boot === null || before === boot) return []
  const { workClone, landClone } = runtime.places
  if (before !== null) for (const clone of [workClone, landClone]) await mendLinks(clone)
  const notes = before === null ? [] : await mendAll(runtime)
  writeWholeFile(file, boot)
  return notes
}

/** git syncs no link of a worktree to its clone; one that is empty makes every git that looks at all worktrees give up. */
async function mendLinks(clone: string): Promise<void> {
  for (const name of await readdir(join(clone, 'worktrees')).catch(() => [])) {
    const link = join(clone, 'worktrees', name, 'commondir')
    if ((await readIfThere(link)) === '') await writeFile(link, '../..\n')
  }
}

async function mendAll(runtime: Runtime): Promise<string[]> {
  const { streams } = runtime.session()
  const notes: string[] = []
  for (const { id, workspace } of Object.values(streams)) {
    if (workspace.state !== 'ready') continue
    for (const { clone, path, snapshotRef } of [streamPlace(runtime, id), scratchPlace(runtime, id)]) {
      const ref = `${snapshotRef}-after-reboot`
      const kept = await snapshot({ clone, path, ref, message: `br-tui: ${id} as the machine left it` })
      // One that is not there is made again when it is needed.
      if (!kept.ok || kept.value === null) continue
      const restored = await restoreEmptied(path)
      if (!restored.ok) notes.push(sentence(restored.error))
      else if (restored.value.length > 0) notes.push(said(id, restored.value, ref))
    }
  }
  return notes
}

function said(stream: string, files: string[], ref: string): string {
  const [first = ''] = files
  const which = files.length === 1 ? first : `${first} and ${files.length - 1} more`
  return `The machine went down and left files of ${stream} empty: ${which}. They were put back as committed; as they were is ${ref} in work.git.`
}
