import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commands } from '../../../source/commands/index.ts'
import { statusText } from '../../../source/commands/status.ts'
import { typeCommand } from '../../../source/commands/type-command.ts'
import { batchState } from '../../../source/engine/batch-state.ts'
import { waitsForTime } from '../../../source/engine/halts.ts'
import { isAtStandstill, waitsForPerson } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import { AT, noticed, type Phases, sessionOf } from '../../helpers/session.ts'
import {
  type Answers,
  collect,
  dispatch,
  end,
  kill,
  landedWork,
  newWorld,
  perform,
  settle,
  type World,
  write,
} from '../../helpers/world-model.ts'

/** What is said of the work, held against a world of which the engine knows nothing but what it is told. */

const PLANS: Phases[] = [
  [
    { a: { days: 2 }, b: {}, c: { after: ['a'] } },
    { d: {}, e: { after: ['d'] } },
  ],
  [{ a: { days: 3 }, b: { days: 2 }, c: {}, d: {}, e: { softAfter: ['a'] } }],
]

const ENDS = ['done', 'done', 'done', 'failed', 'timed-out', 'empty', 'blocked', 'max-cost', 'dead'] as const

const anyAnswers: fc.Arbitrary<Answers> = fc.record({
  dies: fc.nat(5).map((n) => n === 0),
  well: fc.nat(9).map((n) => n > 0),
  left: fc.constantFrom(null, null, null, 'conflict' as const, 'tests' as const),
})

const QUIET: string[] = ['stop', 'plan', 'replan', 'update']
const WORDS = commands.map(({ name }) => name).filter((name) => !QUIET.includes(name))

const anyMove = fc.record({
  do: fc.constantFrom(
    ...(['write', 'write', 'write', 'perform', 'perform', 'perform', 'perform'] as const),
    ...(['end', 'end', 'collect', 'collect', 'type', 'type', 'kill'] as const),
  ),
  which: fc.nat(7),
  state: fc.constantFrom(...ENDS),
  answers: anyAnswers,
  text: fc.oneof(
    fc.constantFrom('continue', 'checkpoint', 'merge', 'auto on', 'retry all', 'unblock all', 'resume'),
    fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom('', 'a', 'b', 'all')).map((words) => words.join(' ')),
  ),
})
type Move = typeof anyMove extends fc.Arbitrary<infer M> ? M : never

const type = (world: World, text: string): void =>
  dispatch(
    world,
    ...typeCommand(world.session, { text, focus: null, at: AT, by: 'you', fromWorker: false }).events,
  )

const pick = <T>(from: T[], which: number): T | undefined => from[which % Math.max(1, from.length)]

function move(world: World, { do: what, which, state, answers, text }: Move) {
  if (what === 'write') return write(world)
  if (what === 'kill') return kill(world)
  if (what === 'type') return type(world, text)
  if (what === 'collect') return collect(world, answers)
  if (what === 'end') {
    const alive = [...world.runs].filter(([, run]) => run.state === 'alive').map(([run]) => run)
    return end(world, pick(alive, which) ?? '', state)
  }
  const effect = pick(world.queue, which)
  if (!effect) return
  world.queue.splice(world.queue.indexOf(effect), 1)
  perform(world, effect, answers)
}

const twice = (all: string[]): string[] => all.filter((each, index) => all.indexOf(each) !== index)

/** At every moment, whatever was lost in a kill: nothing is said that is not so, and nothing is done twice. */
function nothingLies(world: World): void {
  const onIntegration = landedWork(world)
  expect(twice(onIntegration), 'landed twice').toEqual([])
  expect(twice(world.processes), 'started twice').toEqual([])
  expect(twice(world.commits.map(({ stream, batch }) => `${stream} ${batch}`)), 'done twice').toEqual([])
  const alive = [...world.runs.values()].filter(({ state }) => state === 'alive')
  expect(twice(alive.map(({ stream }) => stream)), 'two writers in one workspace').toEqual([])
  for (const { id, batches } of Object.values(world.session.streams)) {
    for (const batch of batches) {
      const name = `${id} ${batch.id}`
      if (batch.landedIn !== null) expect(onIntegration, 'said to have landed').toContain(name)
      if (batchState(batch) === 'finished')
        expect(
          world.commits.map((each) => `${each.stream} ${each.batch}`),
          'said to be done',
        ).toContain(name)
    }
    const isThere = batches.every((batch) => batch.skipped || onIntegration.includes(`${id} ${batch.id}`))
    const { name, why } = streamStatus(world.session, id)
    if (name === 'complete' && why === 'landed') expect([id, isThere]).toEqual([id, true])
    if (!isThere) expect(world.session.ended?.how).not.toBe('finished')
  }
}

/** Nothing is under way in the world any more: so nothing is said to be, and what is needed of whom is said. */
function nothingIsStuckInSilence(world: World): void {
  const { session } = world
  const onIntegration = landedWork(world)
  for (const { id, batches } of Object.values(session.streams)) {
    const { name, why, next } = streamStatus(session, id)
    expect([id, name, why]).not.toEqual([id, 'running', why])
    for (const batch of batches)
      expect([id, batch.id, batch.landedIn !== null]).toEqual([
        id,
        batch.id,
        onIntegration.includes(`${id} ${batch.id}`),
      ])
    // It can be gone on with, or it says what it waits for.
    if (name !== 'complete') expect([id, name, Boolean(why || next)]).toEqual([id, name, true])
    expect(statusText(session, AT)).toContain(why)
  }
  if (session.ended || waitsForTime(session)) return
  expect(isAtStandstill(session), 'nothing runs, and it is not said').toBe(true)
  const words = Object.keys(session.streams).map((id) => streamStatus(session, id).next)
  expect(waitsForPerson(session).length > 0 || words.some((word) => word !== null), 'no way on').toBe(true)
}

const WELL: Answers = { dies: false, well: true, left: null }

/** A person who does what is asked of them. */
function bringHome(world: World, answer: () => Answers): void {
  for (let round = 0; round < 40 && !world.session.ended; round += 1) {
    type(world, 'resume')
    for (const id of Object.keys(world.session.streams)) {
      const { next } = streamStatus(world.session, id)
      if (next) type(world, next.includes(' ') ? next : `${next} ${id}`)
    }
    type(world, 'budget batch 100')
    type(world, 'checkpoint')
    type(world, 'auto on')
    settle(world, answer, () => 'done')
    nothingLies(world)
  }
}

const anyStory = fc.record({
  plan: fc.constantFrom(...PLANS),
  workers: fc.integer({ min: 1, max: 3 }),
  retries: fc.integer({ min: 0, max: 2 }),
  auto: fc.constantFrom('off' as const, 'on' as const),
  moves: fc.array(anyMove, { maxLength: 150, size: 'max' }),
})

describe('a host that is killed at any moment', () => {
  test('never says what is not so, does nothing twice, says when it stands still, and gets home', () => {
    fc.assert(
      fc.property(anyStory, ({ plan, moves, ...options }) => {
        const world = newWorld(sessionOf(plan, options))
        dispatch(world, noticed('begun'))
        write(world)
        for (const each of moves) {
          move(world, each)
          nothingLies(world)
        }
        let at = 0
        const answer = () => moves[at++]?.answers ?? WELL
        settle(world, answer, () => moves[at++]?.state ?? 'done')
        nothingLies(world)
        nothingIsStuckInSilence(world)
        // All goes well from here on, but for the kills.
        at = 0
        bringHome(world, () => ({ ...WELL, dies: answer().dies }))
        expect(
          Object.keys(world.session.streams).map((id) => [id, streamStatus(world.session, id)]),
          'not home',
        ).toEqual(world.session.ended?.how === 'finished' ? expect.anything() : [])
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})
