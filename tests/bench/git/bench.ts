import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Landing, Session } from '../../../source/model/session.ts'
import type { Runtime } from '../../../source/runtime/context.ts'
import { composeMembers } from '../../../source/runtime/effects/compose-members.ts'
import { conflictPairs } from '../../../source/runtime/git/conflict-pairs.ts'
import { git as spawnGit } from '../../../source/runtime/git/git.ts'
import { sessionOf } from '../../helpers/session.ts'
import { inTurns, ms, must, times } from '../measure.ts'
import { cleanUp, base as folder, git } from '../place.ts'
import { makeWide, type Wide } from './repository.ts'

/**
 * `npm run bench:git`: radar and checkpoint beside the git calls that they are made of, and beside `git merge` in a
 * worktree. `--streams 3,8` and `--files 1000` for fewer. Nothing passes or fails here; after six minutes it gives up.
 */
const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '3,8,16,32' },
    files: { type: 'string', default: '1000,10000,50000' },
    rounds: { type: 'string', default: '3' },
  },
})
const numbers = (text: string) => text.split(',').map(Number)

const late = setTimeout(() => {
  console.error('It takes longer than six minutes: given up. Fewer: --streams 3,8 --files 1000')
  void cleanUp().finally(() => process.exit(1))
}, 360_000)
try {
  console.log(`Node ${process.version}, ${git(folder, '--version')}, ${availableParallelism()} cores\n`)
  row('files', 'streams', 'radar', '÷ raw', 'pairs', 'checkpoint', '÷ raw', '÷ git merge')
  for (const files of numbers(values.files)) {
    // One repository for all of them: making it and its worktree takes longer than measuring.
    const all = await makeWide(files, Math.max(...numbers(values.streams)))
    const worktree = join(folder, `worktree-${files}`)
    git(all.land, 'worktree', 'add', '--quiet', '--detach', worktree, all.base)
    for (const streams of numbers(values.streams)) {
      const [fitting, clashing] = [all.fitting.slice(0, streams), all.clashing.slice(0, streams)]
      await measure({ ...all, fitting, clashing }, worktree, [files, streams])
    }
    rmSync(worktree, { recursive: true, force: true })
  }
} finally {
  clearTimeout(late)
  await cleanUp()
}

function radarOf({ land, base, clashing }: Wide) {
  const heads = [...clashing, base].map((commit, id) => ({ id: `${id}`, commit }))
  return { repo: land, trunk: base, heads }
}

async function measure(wide: Wide, worktree: string, size: [files: number, streams: number]): Promise<void> {
  const found = must(await conflictPairs(radarOf(wide)))
  const took = await inTurns(Number(values.rounds), {
    rawRadar: () => rawRadar(wide),
    radar: async () => must(await conflictPairs(radarOf(wide))),
    rawCheckpoint: () => rawCheckpoint(wide),
    checkpoint: () => checkpoint(wide),
    merge: () => mergeInWorktree(worktree, wide),
    // For the next round; it is no part of merging.
    putBack: () => git(worktree, 'reset', '--quiet', '--hard', wide.base),
  })
  row(
    ...[...size.map(String), ms(took.radar), times(took.radar / took.rawRadar), `${found.length}`],
    ...[
      ms(took.checkpoint),
      times(took.checkpoint / took.rawCheckpoint),
      times(took.checkpoint / took.merge),
    ],
  )
}

/** Every two of them, in one process, with its objects in a folder that is thrown away. */
async function rawRadar(wide: Wide): Promise<void> {
  const { heads } = radarOf(wide)
  const objects = mkdtempSync(join(folder, 'objects-'))
  const pairs = heads.flatMap((a, at) => heads.slice(at + 1).map((b) => `${a.commit} ${b.commit}\n`))
  const args = ['merge-tree', '--write-tree', '--stdin', '-z', '--no-messages']
  const env = {
    GIT_OBJECT_DIRECTORY: objects,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: join(wide.land, 'objects'),
  }
  must(await spawnGit(wide.land, ['-c', 'core.fsync=none', ...args], { env, input: pairs.join('') }))
  rmSync(objects, { recursive: true })
}

async function rawCheckpoint({ land, base, fitting }: Wide): Promise<void> {
  let onto = base
  for (const head of fitting) {
    const tree = must(await spawnGit(land, ['merge-tree', '--write-tree', onto, head])).stdout.trim()
    const commit = ['commit-tree', '-p', onto, '-p', head, '-m', 'Merge', tree]
    onto = must(await spawnGit(land, commit)).stdout.trim()
  }
}

async function checkpoint({ land, base, fitting }: Wide): Promise<void> {
  const ids = fitting.map((_, index) => `part-${index}`)
  const session: Session = sessionOf([Object.fromEntries(ids.map((id) => [id, {}]))])
  const runtime = { session: () => session, places: { landClone: land } } as unknown as Runtime
  const landing = { kind: 'checkpoint', base } as Landing
  const offered = fitting.map((head, index) => ({ stream: ids[index] as string, head, batches: ['batch_1'] }))
  const made = must(await composeMembers(runtime, landing, base, offered))
  if (made.members.length !== fitting.length) throw new Error(JSON.stringify(made.leftOut))
}

/** As somebody would do it by hand, in a worktree that is there already. */
async function mergeInWorktree(worktree: string, { fitting }: Wide): Promise<void> {
  for (const head of fitting)
    must(await spawnGit(worktree, ['merge', '--quiet', '--no-ff', '--no-edit', head]))
}

function row(...cells: string[]): void {
  const widths = [7, 9, 9, 8, 7, 12, 8, 13]
  console.log(cells.map((cell, index) => cell.padStart(widths[index] as number)).join(''))
}
