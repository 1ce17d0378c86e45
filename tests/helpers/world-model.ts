import { lastAttempt } from '../../source/engine/batch-state.ts'
import { runningAttempts } from '../../source/engine/running-attempts.ts'
import { advance } from '../../source/engine/update.ts'
import { inspectWorld } from '../../source/host/inspect-world.ts'
import type { Effect } from '../../source/model/effect.ts'
import type { Event } from '../../source/model/event.ts'
import {
  type Attempt,
  type Ending,
  type Member,
  type Session,
  sessionSchema,
} from '../../source/model/session.ts'
import { AT, commit, leftOut, noticed, notPrepared, prepared, verdict } from './session.ts'

/**
 * Repository, workers and disk as a small model: what outlives a host, and a host that can be killed between any two
 * of its steps. It knows nothing of how the engine decides, only what an effect does to the world.
 */
export interface World {
  // What a kill takes away.
  session: Session
  unwritten: Effect[]
  queue: Effect[]
  watched: Set<string>
  // What outlives it.
  disk: string
  runs: Map<string, Run>
  commits: { stream: string; batch: string; id: string }[]
  composed: Map<string, Member[]>
  /** Commits of integration, oldest first. */
  landed: string[]
  /** Runs for which a process was started, each time that one was. */
  processes: string[]
}

interface Run {
  stream: string
  batch: string
  state: 'alive' | 'dead' | Exclude<Ending['kind'], 'lost'>
}

/** How the world answers, by chance or by design. */
export interface Answers {
  /** A kill comes between what is done and its being said. */
  dies: boolean
  well: boolean
  left: 'conflict' | 'tests' | null
}

export const newWorld = (session: Session): World => ({
  ...{ session, unwritten: [], queue: [], watched: new Set<string>(), disk: JSON.stringify(session) },
  ...{ runs: new Map(), commits: [], composed: new Map(), landed: [], processes: [] },
})

/** As the host's loop does. */
export function dispatch(world: World, ...events: Event[]): void {
  for (const event of events) {
    const advanced = advance(world.session, event)
    world.session = advanced.session
    world.unwritten.push(...advanced.effects)
  }
}

export function write(world: World): void {
  world.disk = JSON.stringify(world.session)
  world.queue.push(...world.unwritten)
  world.unwritten = []
}

/** kill -9, and the next host, which knows the disk and looks at the world. */
export function kill(world: World): void {
  world.session = sessionSchema.parse(JSON.parse(world.disk))
  world.unwritten = []
  world.watched = new Set()
  world.queue = world.session.ended === null ? inspectWorld(world.session) : []
}

/** A worker ends, whoever looks. */
export function end(world: World, run: string, state: Run['state']): void {
  const found = world.runs.get(run)
  if (found?.state !== 'alive') return
  found.state = state
}

/** Takes what those have left that have ended and are watched. */
export function collect(world: World, { dies }: Pick<Answers, 'dies'>) {
  for (const { run, stream, batch, attempt } of runningAttempts(world.session)) {
    const state = world.runs.get(run)?.state
    if (!world.watched.has(run) || !state || state === 'alive') continue
    const id = commit(1000 + [...world.runs.keys()].indexOf(run))
    // Made from what is in the workspace, once: commits that are there are found.
    if (state === 'done' && !world.commits.some((each) => each.id === id))
      world.commits.push({ stream, batch, id })
    if (dies) return kill(world)
    const ending = { kind: state === 'dead' ? ('lost' as const) : state, exit: null, signal: null }
    dispatch(world, ended({ run, stream, batch }, attempt, ending.kind, state === 'done' ? id : null))
    if (world.session.ended) return
  }
}

const ended = (
  address: { run: string; stream: string; batch: string },
  { cancelled }: Attempt,
  kind: Ending['kind'],
  head: string | null,
): Event => ({
  ...{ type: 'attempt-ended', at: AT, ...address, head, notes: [], needs: null },
  ending: { kind, exit: null, signal: null, detail: cancelled ? 'cancelled' : kind },
  files: head === null ? [] : [`${address.stream}.js`],
})

/** Does one effect. Asked again after a kill, it must not do anything twice. */
export function perform(world: World, effect: Effect, answers: Answers) {
  const { session } = world
  switch (effect.type) {
    case 'prepare-stream':
      if (session.streams[effect.stream]?.workspace.state !== 'preparing') return
      return dispatch(world, answers.well ? prepared(effect.stream) : notPrepared(effect.stream))
    case 'start-attempt':
      return start(world, effect, answers)
    case 'adopt-attempt':
      return watch(world, effect)
    case 'end-attempt':
      return cancel(world, effect)
    case 'compose-landing':
      return compose(world, effect.number, answers)
    case 'publish-landing':
      return publish(world, effect.number, answers)
    case 'abort-conflict':
      return dispatch(world, {
        ...{ type: 'conflict-handed', at: AT, stream: effect.stream, batch: effect.batch },
        ...{ to: 'person', by: 'host' },
      })
    case 'judge-attempt':
      return dispatch(world, { ...effect, type: 'attempt-not-judged', at: AT, detail: 'no checks here' })
    case 'publish-stream':
      return dispatch(world, { type: 'stream-published', at: AT, stream: effect.stream, detail: null })
    case 'share-decisions':
      return dispatch(world, noticed('shared'))
    default:
  }
}

type Address = { stream: string; batch: string; run: string }

const openAttempt = ({ session }: World, { stream, batch, run }: Address): Attempt | null => {
  const found = session.streams[stream]?.batches.find(({ id }) => id === batch)
  const attempt = found && lastAttempt(found)
  return attempt?.run === run && attempt.ending === null ? attempt : null
}

function start(world: World, { stream, batch, run }: Address, { dies, well }: Answers) {
  const address = { stream, batch, run }
  const attempt = openAttempt(world, address)
  if (!attempt || attempt.startedAt !== null) return
  if (attempt.cancelled) return dispatch(world, ended(address, attempt, 'cancelled', null))
  if (!world.runs.has(run)) {
    if (!well) return dispatch(world, ended(address, attempt, 'not-started', null))
    world.runs.set(run, { stream, batch, state: 'alive' })
    world.processes.push(run)
    if (dies) return kill(world)
  }
  const worker = { pid: 7, startTime: '1', socket: '/s' }
  dispatch(world, { type: 'attempt-started', at: AT, ...address, base: commit(0), worker, told: 0 })
  watch(world, address)
}

function watch(world: World, address: Address) {
  world.watched.add(address.run)
  if (openAttempt(world, address)?.cancelled) end(world, address.run, 'cancelled')
}

function cancel(world: World, address: Address) {
  if (openAttempt(world, address)?.startedAt === null) return
  if (world.watched.has(address.run)) end(world, address.run, 'cancelled')
}

function compose(world: World, number: number, { well, left, dies }: Answers) {
  const landing = world.session.landings.find((each) => each.number === number)
  if (landing?.state !== 'composing') return
  if (!well) return dispatch(world, failed(number))
  const last = landing.offered.at(-1)
  const out = left !== null && last ? [leftOut(last.stream, left)] : []
  const members = landing.offered.filter(({ stream }) => stream !== out[0]?.stream)
  const isNothing = out.length > 0 && members.length === 0
  const id = isNothing ? null : commit(100_000 + world.composed.size)
  if (id !== null) world.composed.set(id, members)
  if (dies) return kill(world)
  dispatch(world, {
    ...{ type: 'landing-judged', at: AT, number, commit: id, members, leftOut: out, decisions: 0 },
    ...{ verdict: verdict('passed'), detail: isNothing ? 'It does not fit.' : '' },
  })
}

function publish(world: World, number: number, { dies }: Answers) {
  const landing = world.session.landings.find((each) => each.number === number)
  if (landing?.state !== 'judged' || landing.commit === null) return
  if (!world.landed.includes(landing.commit)) {
    // One reference, with the value it had: what was moved meanwhile is not moved over.
    if ((world.landed.at(-1) ?? commit(0)) !== landing.base) return dispatch(world, failed(number))
    world.landed.push(landing.commit)
    if (dies) return kill(world)
  }
  dispatch(world, { type: 'landing-published', at: AT, number, tag: null, notes: [] })
}

const failed = (number: number): Event => ({
  ...{ type: 'landing-failed', at: AT, number, detail: 'The disk is full.' },
})

/** `stream batch` of everything on integration, as often as it is there. */
export const landedWork = ({ landed, composed }: World): string[] =>
  landed.flatMap((id) =>
    (composed.get(id) ?? []).flatMap(({ stream, batches }) => batches.map((batch) => `${stream} ${batch}`)),
  )

/** Until nothing is to be done any more: the host writes and does what it has to, and workers end. */
export function settle(world: World, answer: () => Answers, state: () => Run['state']): void {
  for (let step = 0; step < 2000; step += 1) {
    write(world)
    const effect = world.queue.shift()
    const alive = [...world.runs].find(([, run]) => run.state === 'alive')?.[0]
    const answers = answer()
    // Asked for and on disk, and the host gets no further.
    if (effect && answers.dies && step % 2 === 0) kill(world)
    else if (effect) perform(world, effect, answers)
    else if (alive !== undefined) end(world, alive, state())
    else if (runningAttempts(world.session).some(({ run }) => world.watched.has(run))) collect(world, answers)
    else return
  }
  throw new Error('it never comes to rest')
}
