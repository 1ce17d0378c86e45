import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../source/model/event.ts'
import type { Landing, Session } from '../../source/model/session.ts'
import { checkWork } from '../../source/runtime/check-work.ts'
import type { Runtime } from '../../source/runtime/context.ts'
import { composeLanding } from '../../source/runtime/effects/compose-landing.ts'
import { publishLanding } from '../../source/runtime/effects/publish-landing.ts'
import { ensureLandClone } from '../../source/runtime/git/clones.ts'
import { fetchCommits } from '../../source/runtime/git/commits.ts'
import { conflictPairs } from '../../source/runtime/git/conflict-pairs.ts'
import { git as spawnGit } from '../../source/runtime/git/git.ts'
import { sessionOf } from '../helpers/session.ts'
import { commitText, fastImport } from './git/fast-import.ts'
import { inTurns, ms, must, type Row, times } from './measure.ts'
import { base as folder, git } from './place.ts'

const ROUNDS = 9
const STREAMS = Array.from({ length: 8 }, (_, index) => `part-${index}`)
const FOLDERS = 100
const FILES = 100

/**
 * A checkpoint of 8 streams in a repository of 10k files, from the finished batches to the branch and the tag in the
 * user's repository, against only those git calls that do the same, through the same spawner. Every round has commits
 * and a land clone of its own, so that each of them really fetches.
 */
export async function checkpoint(): Promise<Row[]> {
  const { root, work, base } = makeRepositories()
  const places = async (name: string) => {
    const land = join(folder, `land-${name}.git`)
    must(await ensureLandClone({ source: root, path: land, base }))
    git(root, 'update-ref', `refs/heads/br/${name}/integration`, base)
    const heads = STREAMS.map((id) => git(work, 'rev-parse', `refs/heads/${name}-${id}`))
    return { root, work, base, land, name, heads, looked: new Map() }
  }
  const made: Record<string, Place> = {}
  for (const side of SIDES) {
    for (let round = 0; round < ROUNDS; round += 1)
      made[`${side}-${round}`] = await places(`${side}-${round}`)
  }
  const round = { ours: 0, bare: 0, radar: 0 }
  const next = (side: (typeof SIDES)[number]) => made[`${side}-${round[side]++}`] as Place
  // What a finished batch brought was looked through when it ended.
  const checking = performance.now()
  for (let number = 0; number < ROUNDS; number += 1) await check(made[`ours-${number}`] as Place)
  const checked = (performance.now() - checking) / ROUNDS / STREAMS.length
  const took = await inTurns(ROUNDS, {
    bare: () => byHand(next('bare')),
    ours: () => ours(next('ours')),
    // After 'ours' has fetched them.
    radar: async () => {
      const { land, base, heads } = made[`ours-${round.radar++}`] as Place
      must(
        await conflictPairs({
          ...{ repo: land, trunk: base },
          heads: heads.map((commit, index) => ({ id: `${index}`, commit })),
        }),
      )
    },
  })
  const row = (what: string, time: number, goal: string): Row => ({
    what,
    result: times(time / took.bare),
    goal,
    how: `${ms(time)} ÷ ${ms(took.bare)} (the git calls alone)`,
  })
  return [
    row('checkpoint: 8 streams, 10k files', took.ours, '≤ 1.3'),
    row('… who conflicts with whom, when asked', took.radar, '-'),
    row('the checks of one of them, when its batch ends', checked, '-'),
  ]
}

const SIDES = ['ours', 'bare'] as const

interface Place {
  root: string
  work: string
  base: string
  land: string
  name: string
  heads: string[]
  looked: Runtime['looked']
}

/** The user's repository, and a work clone with the streams' commits of every round. */
function makeRepositories() {
  const root = join(folder, 'wide')
  const work = join(folder, 'wide-work.git')
  mkdirSync(root)
  git(root, 'init', '--quiet', '--initial-branch=main')
  git(root, 'config', 'user.name', 'Ada Tester')
  git(root, 'config', 'user.email', 'ada@example.com')
  const files = Array.from({ length: FOLDERS * FILES }, (_, index) => ({
    path: `src/${index % FOLDERS}/${Math.floor(index / FOLDERS)}.txt`,
    text: `one ${index}\ntwo\nthree\n`,
  }))
  fastImport(root, commitText('main', null, files))
  const base = git(root, 'rev-parse', 'main')
  git(folder, 'clone', '--quiet', '--bare', root, work)
  const rounds = SIDES.flatMap((side) => Array.from({ length: ROUNDS }, (_, round) => `${side}-${round}`))
  const commits = rounds.flatMap((name) =>
    STREAMS.map((id, stream) =>
      commitText(
        `${name}-${id}`,
        base,
        Array.from({ length: 5 }, (_, file) => ({
          path: `src/${stream * 9 + file}/7.txt`,
          text: `${name} ${id} ${file}\n`,
        })),
      ),
    ),
  )
  fastImport(work, commits.join(''))
  return { root, work, base }
}

async function check(place: Place): Promise<void> {
  const runtime = runtimeOf(place, () => landingOf(place.base, place.heads), [])
  for (const [index, head] of place.heads.entries())
    must(await checkWork(runtime, { stream: STREAMS[index] as string, repo: place.work, head }))
}

function runtimeOf(
  { root, work, base, land, name, looked }: Place,
  landing: () => Landing,
  told: Event[],
): Runtime {
  const session: Session = {
    ...sessionOf([Object.fromEntries(STREAMS.map((id) => [id, {}]))], {
      tests: { smoke: { source: 'none', command: null }, full: { source: 'none', command: null }, atOnce: 1 },
    }),
    slug: name,
    integration: base,
  }
  const runtime: Pick<Runtime, 'root' | 'session' | 'now' | 'inTurn' | 'dispatch' | 'looked'> = {
    root,
    session: () => ({ ...session, landings: [landing()] }),
    now: Date.now,
    inTurn: (_, does) => does(),
    dispatch: (...events) => told.push(...events),
    looked,
  }
  return Object.assign(runtime, { places: { workClone: work, landClone: land } }) as unknown as Runtime
}

async function ours(place: Place): Promise<void> {
  let landing = landingOf(place.base, place.heads)
  const told: Event[] = []
  const whole = runtimeOf(place, () => landing, told)
  await composeLanding(whole, landing.number)
  const judged = told.find((event) => event.type === 'landing-judged')
  if (judged?.members.length !== STREAMS.length) throw new Error(JSON.stringify(told))
  landing = { ...landing, ...judged, state: 'judged' }
  await publishLanding(whole, landing.number)
  if (!told.some((event) => event.type === 'landing-published' && event.tag))
    throw new Error(JSON.stringify(told))
}

const landingOf = (base: string, heads: string[]): Landing => ({
  ...{ number: 1, kind: 'checkpoint', group: 0, state: 'composing', requestedAt: 0, endedAt: null, base },
  offered: heads.map((head, index) => ({ stream: STREAMS[index] as string, head, batches: ['batch_1'] })),
  ...{
    members: [],
    leftOut: [],
    commit: null,
    tag: null,
    decisions: 0,
    verdict: null,
    detail: '',
    answered: false,
    gates: [],
  },
})

/** What has to be done at the least, as somebody would type it. */
async function byHand({ root, work, base, land, name, heads }: Place): Promise<void> {
  must(await fetchCommits(land, work, heads, 'refs/fetched'))
  let onto = base
  for (const head of heads) {
    const tree = must(await spawnGit(land, ['merge-tree', '--write-tree', onto, head])).stdout.trim()
    onto = must(
      await spawnGit(land, ['commit-tree', '-p', onto, '-p', head, '-m', 'Merge', tree]),
    ).stdout.trim()
  }
  must(await fetchCommits(root, land, [onto]))
  for (const ref of [`refs/heads/br/${name}/integration`, `refs/tags/br/${name}/checkpoint-1`]) {
    must(await spawnGit(root, ['-c', 'core.fsync=all', 'update-ref', ref, onto]))
  }
}
