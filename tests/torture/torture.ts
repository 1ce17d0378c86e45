// torture.ts [--minutes N] [--kills N] [--seed N] [--keep]: sessions of six streams with real workers, while everything
// about them is killed, filled up, locked and moved. Ends after so many minutes, or earlier once there were so many kills.
import { execFile } from 'node:child_process'
import { readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { faults, fingerprint, leftovers, type Status } from './check.ts'
import { git, makePlace, type Place } from './place.ts'
import { processesOf, signal } from './processes.ts'
import { type Random, random } from './random.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '12' },
    kills: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    keep: { type: 'boolean', default: false },
  },
})

/** Sessions side by side: while one starts a host again another is killed, and there is always too little of the machine. */
const AT_ONCE = 3

/** How long a round is tortured, and how long it then has to come to its end, ms. */
const TORTURE = 45_000
const CALM = 150_000

const kills: Record<string, number> = {}
const count = (what: string) => {
  kills[what] = (kills[what] ?? 0) + 1
}
const total = () =>
  ['host', 'worker', 'agent', 'git', 'client'].reduce((sum, kind) => sum + (kills[kind] ?? 0), 0)

/** What a commit of theirs changes of their repository. */
const THEIRS = ['.git/refs/heads/main', '.git/COMMIT_EDITMSG', '.git/index']

interface Round extends Place {
  /** The person's repository as it is to be. */
  before: Record<string, string>
  chance: Random
  landed: Set<string>
  over: boolean
}

/** Runs a command of the program; null: it was killed, or gave no answer in time. */
function br(
  { argv, env, root }: Place,
  args: string[],
  mayBeKilled: Random | null = null,
): Promise<string | null> {
  const [file = '', ...rest] = argv(...args)
  return new Promise((resolve) => {
    const child = execFile(
      file,
      rest,
      { env, cwd: root, timeout: 40_000, killSignal: 'SIGKILL' },
      (error, out, err) => resolve(error && typeof error.code !== 'number' ? null : out + err),
    )
    child.stdin?.end()
    if (!mayBeKilled || mayBeKilled.next() > 0.3) return
    setTimeout(
      () => {
        if (child.exitCode === null && child.kill('SIGKILL')) count('client')
      },
      mayBeKilled.between(10, 900),
    )
  })
}

async function status(round: Round, mayBeKilled: Random | null = null): Promise<Status | null> {
  const text = await br(round, ['status', '--json'], mayBeKilled)
  try {
    const now = JSON.parse(text ?? '') as Status
    for (const { state, commit } of now.landings)
      if (state === 'published' && commit) round.landed.add(commit)
    return now
  } catch {
    return null
  }
}

/** A person who looks in, and says what is needed to go on. */
async function goOn(round: Round, mayBeKilled: Random | null = null): Promise<Status | null> {
  const now = await status(round, mayBeKilled)
  if (!now || now.ended?.how === 'finished') return now
  if (now.ended) await br(round, ['open'], mayBeKilled)
  for (const { id, next } of now.streams)
    if (next && /^(retry|continue|resume)$/.test(next))
      await br(round, ['send', `${next} ${id}`], mayBeKilled)
  if (now.waitsForPerson.some((line) => /^(checkpoint|merge)-/.test(line)))
    await br(round, ['send', 'checkpoint'], mayBeKilled)
  if (!now.auto) await br(round, ['send', 'auto on'], mayBeKilled)
  return now
}

/** One cruelty at a time, by chance. */
const cruelties: { name: string; weight: number; act: (round: Round) => Promise<void> | void }[] = [
  { name: 'kill', weight: 12, act: killOne },
  {
    // In the moment after something was written down: between an event and its effect, a verdict and its publishing.
    name: 'aimed kill',
    weight: 4,
    act: async (round) => {
      const before = historySize(round)
      for (let waited = 0; historySize(round) === before && waited < 600; waited += 5) await delay(5)
      if (historySize(round) === before) return
      await delay(round.chance.between(0, 60))
      const host = processesOf(round).find(({ kind }) => kind === 'host')
      if (host && signal(host.pid, 'SIGKILL')) count('host')
    },
  },
  {
    name: 'commit of the person',
    weight: 1,
    act: (round) => {
      git(round.root, 'commit', '--quiet', '--allow-empty', '-m', 'meanwhile')
      const now = fingerprint(round.root)
      for (const name of THEIRS) if (now[name]) round.before[name] = now[name]
      count('commit of the person')
    },
  },
  {
    name: 'stopped host',
    weight: 1,
    act: async (round) => {
      const host = round.chance.pick(processesOf(round).filter(({ kind }) => kind === 'host'))
      if (!host || !signal(host.pid, 'SIGSTOP')) return
      await delay(round.chance.between(100, 800))
      signal(host.pid, 'SIGCONT')
      count('stopped host')
    },
  },
  {
    name: 'hang-up',
    weight: 1,
    act: ({ chance, ...round }) => {
      const one = chance.pick(
        processesOf(round as Place).filter(({ kind }) => kind === 'host' || kind === 'worker'),
      )
      if (one && signal(one.pid, 'SIGHUP')) count('hang-up')
    },
  },
  {
    name: 'abort',
    weight: 1,
    act: async (round) => {
      const now = await status(round)
      const at = now?.streams.filter(({ batches }) =>
        batches.some(({ kind, landedIn }) => kind === 'conflict' && landedIn === null),
      )
      const one = at && round.chance.pick(at)
      if (!one) return
      await br(round, ['send', `cancel ${one.id}`])
      await delay(round.chance.between(50, 600))
      const said = await br(round, ['send', `abort ${one.id}`], round.chance)
      if (said?.includes('is dropped')) count('abort')
    },
  },
  {
    name: 'full disk',
    weight: 1,
    act: async (round) => {
      if (!round.small) return
      const { bsize, bavail } = statfsSync(round.home)
      const filler = join(round.home, 'filler')
      try {
        writeFileSync(filler, Buffer.alloc(Math.max(0, bsize * bavail - round.chance.between(0, 60_000))))
      } catch {
        // Filled to the last byte: so much the better.
      }
      await delay(round.chance.between(200, 1500))
      rmSync(filler, { force: true })
      count('full disk')
    },
  },
  {
    name: 'lock left behind',
    weight: 2,
    act: async (round) => {
      const path = round.chance.pick(lockPlaces(round))
      if (!path) return
      try {
        writeFileSync(path, '', { flag: 'wx' })
      } catch {
        return
      }
      count('lock')
      // Of a process that died: for good where it is ours to clean up, for a while in the person's repository.
      if (!path.startsWith(round.root) && !/refs|packed/.test(path)) return
      await delay(round.chance.between(100, 800))
      rmSync(path, { force: true })
    },
  },
  {
    name: 'moved ref',
    weight: 1,
    act: async (round) => {
      const refs = git(
        round.root,
        'for-each-ref',
        '--format=%(refname) %(objectname)',
        'refs/heads/br',
      ).split('\n')
      const [ref, commit] = round.chance.pick(refs.filter((line) => line.includes(' ')))?.split(' ') ?? []
      if (!ref || !commit) return
      try {
        git(round.root, 'update-ref', ref, 'main', commit)
        count('moved ref')
        await delay(round.chance.between(50, 500))
        git(round.root, 'update-ref', ref, commit, git(round.root, 'rev-parse', 'main'))
      } catch {
        // Somebody else was quicker.
      }
    },
  },
]

function historySize({ home }: Round): number {
  try {
    const [state = ''] = readdirSync(join(home, 'repos'))
    return statSync(join(home, 'repos', state, 'events.jsonl')).size
  } catch {
    return 0
  }
}

/** Any process of the session, whatever it is at. */
function killOne(round: Round): void {
  const one = round.chance.pick(processesOf(round).filter(({ kind }) => kind !== 'other'))
  if (one && signal(one.pid, 'SIGKILL')) count(one.kind)
}

function lockPlaces({ home, root, base }: Round): string[] {
  try {
    const [state = ''] = readdirSync(join(home, 'repos'))
    const work = join(home, 'repos', state, 'work.git')
    const trees = readdirSync(join(work, 'worktrees')).map((name) =>
      join(work, 'worktrees', name, 'index.lock'),
    )
    const heads = join(root, '.git/refs/heads/br/torture')
    return [...trees, join(heads, 'integration.lock'), join(base, 'none')].filter(
      (path) => !path.endsWith('none'),
    )
  } catch {
    return []
  }
}

async function torture(round: Round): Promise<void> {
  const sum = cruelties.reduce((all, { weight }) => all + weight, 0)
  const end = Date.now() + TORTURE
  while (Date.now() < end && !round.over) {
    await delay(round.chance.between(10, 150))
    await pickByWeight(round.chance.next() * sum).act(round)
  }
}

function pickByWeight(at: number): (typeof cruelties)[number] {
  let left = at
  for (const cruelty of cruelties) {
    left -= cruelty.weight
    if (left < 0) return cruelty
  }
  return cruelties[0] as (typeof cruelties)[number]
}

/** Somebody looks in all the time. */
async function live(round: Round): Promise<void> {
  while (!round.over) {
    await goOn(round, round.chance)
    await delay(round.chance.between(20, 300))
  }
}

/** Returns what was lost. */
async function play(seed: number): Promise<string[]> {
  const chance = random(seed)
  const place = makePlace(seed % 3 === 0)
  const round: Round = { ...place, chance, landed: new Set(), over: false, before: fingerprint(place.root) }
  places.add(place)
  if (place.small) hadSmallDisk = true
  const wrong: string[] = []
  let isKept = false
  try {
    const agent = `cmd: ${process.execPath} ${join(import.meta.dirname, 'agent.mjs')} ${seed}`
    const args = ['open', place.plan, '--trust', '--workers', '3', '--agent', agent]
    await br(place, args)
    await br(place, ['send', 'auto on'])
    const looking = live(round)
    await torture(round)
    round.over = true
    await looking
    const end = Date.now() + CALM
    let now = await goOn(round)
    while (now?.ended?.how !== 'finished' && Date.now() < end) {
      await delay(300)
      now = await goOn(round)
    }
    await br(place, ['stop'])
    for (const { kind } of now?.streams.flatMap(({ batches }) => batches) ?? [])
      if (kind === 'conflict') count('conflict')
    if (now) wrong.push(...faults(place, now, round, round.before))
    else wrong.push('it does not say any more how it stands')
    await delay(500)
    wrong.push(...leftovers(place))
    isKept = wrong.length > 0 && (values.keep ?? false)
  } finally {
    for (const { pid } of processesOf(place)) signal(pid, 'SIGKILL')
    places.delete(place)
    if (!isKept) place.remove()
    else console.log(`  kept: ${place.base}`)
  }
  return wrong
}

/** Whoever ends this ends all that it has begun. */
let hadSmallDisk = false
const places = new Set<Place>()
const leave = () => {
  for (const place of places) {
    for (const { pid } of processesOf(place)) signal(pid, 'SIGKILL')
    place.remove()
  }
  process.exit(130)
}
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, leave)

const until = Date.now() + Number(values.minutes) * 60_000
let seed = Number(values.seed)
let losses = 0
let rounds = 0
for (; Date.now() + TORTURE < until && total() < Number(values.kills); seed += AT_ONCE) {
  const seeds = Array.from({ length: AT_ONCE }, (_, index) => seed + index)
  const results = await Promise.all(seeds.map(async (each) => ({ seed: each, wrong: await play(each) })))
  for (const result of results) {
    rounds += 1
    losses += result.wrong.length
    console.log(
      `round ${rounds}, seed ${result.seed}: ${result.wrong.length} losses; ${total()} kills so far`,
    )
    for (const each of result.wrong) console.log(`  ${each}`)
  }
}
if (!hadSmallDisk) console.log('\nSKIPPED the full disk: no tmpfs can be mounted here.')
console.log(`\n${rounds} rounds, ${total()} kills, ${losses} losses`)
if (total() < Number(values.kills))
  console.log(`Only ${total()} of ${values.kills} kills: the time was over.`)
console.log(
  Object.entries(kills)
    .map(([what, times]) => `  ${what}: ${times}`)
    .join('\n'),
)
process.exit(losses === 0 ? 0 : 1)
