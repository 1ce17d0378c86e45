import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { update } from '../../source/engine/update.ts'
import { readSession } from '../../source/host/read-session.ts'
import { startHost } from '../../source/host/start-host.ts'
import { type Session, sessionSchema } from '../../source/model/session.ts'
import { readHistory } from '../../source/runtime/read-history.ts'
import { openDialogue } from '../../source/runtime/transcript/dialogue.ts'
import { openViewStore } from '../../source/runtime/view-store.ts'
import { readExit, writeExit } from '../../source/runtime/worker/exit-file.ts'
import { runPaths } from '../../source/runtime/worker/run-paths.ts'
import { workerExitSchema } from '../../source/runtime/worker/worker-messages.ts'
import { doBatch, openPlan, PROGRAM, type Rig } from '../helpers/host.ts'
import { planText } from '../helpers/loop-repo.ts'
import { freshPath, value } from '../helpers/repo.ts'

/** How often what is stored is damaged and read again; in so many of them by a whole host. */
const MUTATIONS = 10_000
const WITH_HOST = 300
/** At which a new file of the history is begun, bytes of events. */
const HALF = 500
const SEED = Number(process.env.BR_FUZZ_SEED ?? 7)

const FILES = ['session.json', 'session.json.prev', 'events.jsonl', 'events.1.jsonl'] as const
type Name = (typeof FILES)[number]
type Stored = Record<Name, Buffer>

let rig: Rig
/** As it lay on disk at one moment after another, newest last. */
const moments: Stored[] = []
/** Every state that there ever was, newest last. */
const states: string[] = []

/** The same for the same facts, in whatever order they were put together. */
const text = (session: Session | null): string =>
  JSON.stringify(session && sessionSchema.parse(session), (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
const take = (folder: string): Stored =>
  Object.fromEntries(
    FILES.map((name) => {
      const path = join(folder, name)
      return [name, existsSync(path) ? readFileSync(path) : Buffer.alloc(0)]
    }),
  ) as Stored

beforeAll(async () => {
  // So that new files of it are begun in the middle.
  rig = await openPlan(planText({ Alpha: {}, Beta: {}, Gamma: {} }), { limits: { history: 2 * HALF } })
  const keep = async () => {
    await rig.host.loop.idle()
    moments.push(take(rig.places.folder))
  }
  await keep()
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  await keep()
  await rig.type('checkpoint')
  await keep()
  await doBatch(rig, 'beta', { 'beta.txt': 'b\n' })
  await rig.type('checkpoint')
  await keep()
  await rig.dropHost()
  let session: Session | null = null
  expect(value(await readHistory(rig.places.history)).soFar.length).toBeGreaterThan(0)
  // As they were told: the history does not hold all of them any more.
  for (const event of rig.events) {
    const before: Session | null = event.type === 'session-opened' ? event.session : session
    session = update(before as Session, event).session
    states.push(text(session))
  }
})

/** mulberry32 */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
type Random = ReturnType<typeof createRandom>

const DAMAGE: Record<string, (bytes: Buffer, random: Random, name: Name) => Buffer> = {
  flip: (bytes, random) => {
    const at = random(bytes.length)
    const copy = Buffer.from(bytes)
    copy[at] = (copy[at] ?? 0) ^ (1 << random(8))
    return copy
  },
  digit: (bytes, random) => {
    const copy = Buffer.from(bytes)
    const digits = [...copy.keys()].filter((at) => (copy[at] ?? 0) >= 48 && (copy[at] ?? 0) <= 57)
    copy[digits[random(digits.length)] ?? 0] = 48 + random(10)
    return copy
  },
  truncate: (bytes, random) => bytes.subarray(0, random(bytes.length)),
  insert: (bytes, random) => {
    const at = random(bytes.length)
    const more = Buffer.from(Array.from({ length: 1 + random(40) }, () => random(256)))
    return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)])
  },
  remove: (bytes, random) => {
    const at = random(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(200))])
  },
  zero: (bytes, random) => {
    const copy = Buffer.from(bytes)
    const at = random(bytes.length)
    return copy.fill(0, at, Math.min(copy.length, at + 1 + random(4096)))
  },
  empty: () => Buffer.alloc(0),
  append: (bytes, random) =>
    Buffer.concat([bytes, Buffer.from(Array.from({ length: 1 + random(300) }, () => random(256)))]),
  twice: (bytes) => Buffer.concat([bytes, bytes]),
  older: (_, random, name) => moments[random(moments.length - 1)]?.[name] as Buffer,
  other: (_, random) => moments[random(moments.length)]?.[FILES[random(3)] ?? 'events.jsonl'] as Buffer,
}
const BACKUP = [/^(older|other) session\.json$/, /^(older|other) events\.jsonl$/]
const KINDS = Object.keys(DAMAGE)

/** One or two files of the newest moment, each damaged in one way. */
function mutate(random: Random): { stored: Stored; what: string[] } {
  const stored = { ...(moments.at(-1) as Stored) }
  const what: string[] = []
  for (let left = random(3) === 0 ? 2 + random(2) : 1; left > 0; left -= 1) {
    const name = FILES[random(FILES.length)] ?? 'session.json'
    const kind = KINDS[random(KINDS.length)] ?? 'flip'
    stored[name] = DAMAGE[kind]?.(stored[name], random, name) ?? stored[name]
    what.push(`${kind} ${name}`)
  }
  // A copy of everything, put back: nothing in it tells of what came later. The branches do.
  if (BACKUP.every((swapped) => what.some((each) => swapped.test(each)))) return mutate(random)
  return { stored, what }
}

const put = (folder: string, stored: Stored) => {
  for (const name of FILES) writeFileSync(join(folder, name), stored[name])
}

/**
 * What may come of it: the newest state; an older one, and it is said that something may be missing; or a refusal with
 * what to do. Never one that never was.
 */
function judge(session: Session | null, notes: string[], damaged: number): 'repaired' | 'said' | 'untouched' {
  const at = states.lastIndexOf(text(session))
  if (at === -1) throw new Error('It gave a state that never was.')
  if (at === states.length - 1) return damaged > 0 || notes.length > 0 ? 'repaired' : 'untouched'
  if (notes.length === 0) throw new Error(`${states.length - 1 - at} events were lost and nobody was told.`)
  return 'said'
}

test(`${MUTATIONS} mutations: repaired, or what may be missing is said, or refused with what to do; nothing is changed by reading`, async () => {
  const folder = freshPath('stored')
  mkdirSync(folder)
  const places = { ...rig.places, folder, session: join(folder, FILES[0]), history: join(folder, FILES[2]) }
  const random = createRandom(SEED)
  const counts = { repaired: 0, said: 0, untouched: 0, refused: 0 }
  for (let round = 0; round < MUTATIONS; round += 1) {
    const { stored, what } = mutate(random)
    put(folder, stored)
    try {
      const read = await readSession(places)
      if (read.ok) counts[judge(read.value.session, read.value.notes, read.value.damaged.length)] += 1
      else {
        expect(read.error.mend).toContain('It was left as it is. Move it')
        counts.refused += 1
      }
      if (round % 20 > 0) continue
      expect(readdirSync(folder).sort()).toEqual([...FILES].sort())
      for (const name of FILES) expect(readFileSync(join(folder, name)).equals(stored[name])).toBe(true)
    } catch (error) {
      throw new Error(`Seed ${SEED}, round ${round} (${what.join(', ')}): ${(error as Error).message}`)
    }
  }
  console.log(`${MUTATIONS} mutations, seed ${SEED}:`, JSON.stringify(counts))
  expect(counts.repaired).toBeGreaterThan(MUTATIONS / 4)
}, 300_000)

test(`${WITH_HOST} mutations under a host: it goes on or says why not, keeps what it cannot read, and lands and runs nothing twice`, async () => {
  const { places, repo, stage } = rig
  const random = createRandom(SEED + 1)
  const refs = () => repo.git('for-each-ref', '--format=%(refname) %(objectname)')
  const before = { refs: refs(), runs: [...stage.runs] }
  const counts = { begun: 0, refused: 0, aside: 0 }
  for (let round = 0; round < WITH_HOST; round += 1) {
    const { stored, what } = mutate(random)
    put(places.folder, stored)
    const program = [process.execPath, PROGRAM]
    try {
      const host = await startHost({ places, root: repo.root, program, env: process.env })
      if (host.ok) {
        counts.begun += 1
        await host.value.loop.idle()
        await host.value.close()
      } else counts.refused += 1
      const aside = readdirSync(places.folder).filter((name) => /\.broken-|\.torn$/.test(name))
      counts.aside += aside.length
      const kept = [...FILES, ...aside].filter((name) => existsSync(join(places.folder, name)))
      const contents = kept.map((name) => readFileSync(join(places.folder, name)))
      for (const name of ['session.json', 'session.json.prev'] as const) {
        const isBroken = !(await reads(stored[name]))
        const isKept = contents.some((content) => content.equals(stored[name]))
        // A .prev that nobody needed is replaced by the next as always.
        const isNeeded = name === 'session.json' || !(await reads(stored['session.json']))
        if (isBroken && isNeeded && !isKept) throw new Error(`${name} was written over`)
      }
      expect(refs()).toBe(before.refs)
      expect(stage.runs).toEqual(before.runs)
      for (const name of aside) rmSync(join(places.folder, name))
    } catch (error) {
      throw new Error(`Seed ${SEED + 1}, round ${round} (${what.join(', ')}): ${(error as Error).message}`)
    }
  }
  console.log(`${WITH_HOST} hosts, seed ${SEED + 1}:`, JSON.stringify(counts))
  expect(counts.begun).toBeGreaterThan(WITH_HOST / 2)
  put(places.folder, moments.at(-1) as Stored)
}, 300_000)

test('1000 mutations of the exit of a run: as its worker wrote it, or damaged; and of what is a comfort: as it was, or none', async () => {
  const dir = freshPath('run')
  mkdirSync(dir)
  const random = createRandom(SEED + 2)
  const exit = { kind: 'exited', exit: 3, signal: null, detail: 'exit 3', run: 'a-run' }
  const full = workerExitSchema.parse({ ...exit, at: 1, endedAt: 1, startedAt: 1, status: null, usage: null })
  const { exit: path } = runPaths(dir)
  writeExit(path, full)
  const whole = readFileSync(path)
  const dialogue = join(dir, 'dialogue.json')
  const said = { pane: 'alpha', text: 'check', at: 1, answer: { text: 'ok', at: 2 } }
  openDialogue(dialogue).keep('one', [said])
  const spoken = readFileSync(dialogue)
  const kinds = KINDS.filter((kind) => kind !== 'older' && kind !== 'other')
  for (let round = 0; round < 1000; round += 1) {
    const damage = DAMAGE[kinds[random(kinds.length)] ?? 'flip']
    writeFileSync(path, damage?.(whole, random, 'session.json') ?? '')
    const read = await readExit(dir)
    if (read !== 'damaged') expect(read).toEqual(full)
    writeFileSync(dialogue, damage?.(spoken, random, 'session.json') ?? '')
    expect(openDialogue(dialogue).of('one').length).toBeLessThan(2)
    writeFileSync(join(dir, 'view.json'), damage?.(spoken, random, 'session.json') ?? '')
    expect(() => openViewStore({ folder: dir }).read()).not.toThrow()
  }
})

async function reads(bytes: Buffer): Promise<boolean> {
  const path = freshPath('session.json')
  writeFileSync(path, bytes)
  const read = await readSession({ ...rig.places, session: path, history: join(dirname(path), 'none') })
  return read.ok && read.value.damaged.length === 0
}
