import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Result, sentence } from '../model/result.ts'
import { ORCHESTRATOR } from '../model/screen.ts'
import type { Session } from '../model/session.ts'
import type { Runtime } from './context.ts'
import { streamPlace } from './effects/stream-place.ts'
import { ensureLandClone, ensureWorkClone } from './git/clones.ts'
import { fetchCommits, missingCommits } from './git/commits.ts'
import { git } from './git/git.ts'
import { rehangWorkspace } from './git/rehang-workspace.ts'
import { mendAfterReboot } from './mend-after-reboot.ts'
import { notice } from './notice.ts'

/**
 * Makes work.git and land.git again where they were deleted or cannot be read, out of the user's repository, which has
 * everything that was published. Looked at closely once a host, before its first effect; later only whether they are
 * there. Folders of workspaces are never removed: they are hung onto the new clone, with the work in them.
 */
export async function mendClones(runtime: Runtime): Promise<void> {
  if (runtime.clonesLooked && areThere(runtime)) return
  await runtime.inTurn('clones', async () => {
    if (runtime.clonesLooked && areThere(runtime)) return
    const notes = [
      ...(await mendLand(runtime)),
      ...(await mendWork(runtime)),
      ...(await mendAfterReboot(runtime)),
    ]
    runtime.clonesLooked = true
    for (const text of notes) notice(runtime, ORCHESTRATOR, text)
  })
}

const areThere = ({ places: { workClone, landClone } }: Runtime): boolean =>
  [workClone, landClone].every((clone) => existsSync(join(clone, 'HEAD')))

async function mendLand({ places, root, session }: Runtime): Promise<string[]> {
  const { landClone: path } = places
  const { integration: base } = session()
  if (await isSound(path, [base])) return []
  const notes = await remake(path, () => ensureLandClone({ source: root, path, base }))
  // Worktrees of it that tests ran in, and nobody's work: they are in the way of new ones.
  await rm(places.gate, { recursive: true, force: true })
  return notes
}

async function mendWork(runtime: Runtime): Promise<string[]> {
  const { places, root, session } = runtime
  const { workClone: path } = places
  const { integration: base, streams } = session()
  const heads = Object.values(streams).flatMap(({ head }) => head ?? [])
  if (await isSound(path, heads)) return []
  const notes = await remake(path, () => ensureWorkClone({ source: root, path, base }))
  for (const { id, head, workspace } of Object.values(session().streams)) {
    if (workspace.state !== 'ready') continue
    const place = streamPlace(runtime, id)
    const tip = await branchTip(runtime, head ?? base)
    await git(path, ['update-ref', `refs/heads/${place.branch}`, tip, '0'.repeat(tip.length)])
    const hung = await rehangWorkspace({ ...place, start: base })
    if (!hung.ok) notes.push(sentence(hung.error))
    else if (hung.value)
      notes.push(`The workspace of ${id} was hung onto it; the files in it are as they were.`)
  }
  return notes
}

/** What was never published is not in the user's repository: then its files are in the workspace, and only there. */
async function branchTip({ places, root, session }: Runtime, head: string): Promise<string> {
  const fetched = await fetchCommits(places.workClone, root, [head])
  return fetched.ok || (await isSound(places.workClone, [head])) ? head : session().integration
}

/** A repository in which these commits can be read. */
async function isSound(clone: string, commits: Session['integration'][]): Promise<boolean> {
  if (!existsSync(join(clone, 'HEAD'))) return false
  const missing = await missingCommits(clone, commits)
  return missing.ok && missing.value.length === 0
}

async function remake(path: string, make: () => Promise<Result<unknown>>): Promise<string[]> {
  const aside = `${path}.broken-${Date.now()}`
  const wasThere = existsSync(path)
  if (wasThere) await rename(path, aside)
  const made = await make()
  if (!made.ok) return [sentence(made.error)]
  const why = wasThere ? `could not be read and was moved to ${aside}` : 'was gone'
  return [`${path} ${why}; it was made again from your repository.`]
}
