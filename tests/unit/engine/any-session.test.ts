import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commands } from '../../../source/commands/index.ts'
import { typeCommand } from '../../../source/commands/type-command.ts'
import { settledTasks } from '../../../source/engine/batch-state.ts'
import { isLanding } from '../../../source/engine/next-event.ts'
import { openConflict } from '../../../source/engine/on-conflict.ts'
import { replan } from '../../../source/engine/replan.ts'
import { runningAttempts } from '../../../source/engine/running-attempts.ts'
import { isAtStandstill, waitsForPerson } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import { advance, update } from '../../../source/engine/update.ts'
import { hasWorkLanded } from '../../../source/engine/waits.ts'
import { runningStreams } from '../../../source/engine/workers.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Plan, Stream, Task } from '../../../source/model/plan.ts'
import { type Ending, endingSchema, type Session, sessionSchema } from '../../../source/model/session.ts'
import { withStreams } from '../../../source/plan/adapt-plan.ts'
import { allStreams } from '../../../source/plan/stream-graph.ts'
import {
  AT,
  commit,
  ended,
  judged,
  landingFailed,
  leftOut,
  noticed,
  notPrepared,
  type Phases,
  planOf,
  prepared,
  published,
  runOf,
  type Step,
  sessionOf,
  started,
} from '../../helpers/session.ts'

/**
 * Whatever is typed and whatever the world does: what must hold of a session at every moment. The moves, the promises
 * and the stories stay together, so this is longer than other files.
 */

const PLANS: Phases[] = [
  [
    { a: { days: 2 }, b: {}, c: { after: ['a'] } },
    { d: {}, e: { after: ['d'] } },
  ],
  [{ a: {} }, { b: { days: 3 } }, { c: {} }],
  [{ a: { days: 3 }, b: { days: 2 }, c: {}, d: {}, e: { softAfter: ['a'] } }],
]

/** So that a task is known by its title as well. */
const withOwnTitles = (plan: Plan): Plan =>
  withStreams(plan, (stream) => ({
    ...stream,
    tasks: stream.tasks.map((task) => ({
      ...task,
      title: `Work ${task.id.replace('.', ' of ')}`,
      // So that free workers may help.
      files: [`${task.id}.js`],
      parallel: plan.phases.length === 1,
    })),
  }))

const storyOf = (plan: Phases, options: Parameters<typeof sessionOf>[1]): Session => {
  const session = sessionOf(plan, options)
  return { ...session, plan: withOwnTitles(session.plan) }
}

const KINDS = endingSchema.shape.kind.options

/** What one step of a story is, by numbers, so that it makes sense in whatever state it comes. */
type Move =
  | { do: 'type'; text: string }
  | { do: 'prepare'; which: number; well: boolean }
  | { do: 'start'; which: number }
  | { do: 'end'; which: number; kind: Ending['kind']; needs: number }
  | { do: 'halt'; which: number; reason: 'rate-limited' | 'auth' | 'network' }
  | { do: 'pass'; how: 'time' | 'word' }
  | { do: 'judge'; how: 'all' | 'conflict' | 'tests' | 'rejected' | 'failed'; which: number }
  | { do: 'publish'; well: boolean }
  | { do: 'drop'; well: boolean }
  | { do: 'replan'; edit: number; which: number; other: number }
  | { do: 'report'; which: number; needs: number; asks: boolean }

const STREAMS = ['a', 'b', 'c', 'd', 'e']

const anyText = fc
  .tuple(
    fc.constantFrom(...commands.map(({ name }) => name)),
    fc.constantFrom('', 'all', 'on', 'off', 'waits for b', ...STREAMS),
  )
  .map((words) => words.join(' '))

const which = fc.nat(4)

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('type' as const), text: anyText }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('type' as const),
      text: fc.constantFrom(
        'continue',
        'checkpoint',
        'merge',
        'auto on',
        'resume',
        'unblock all',
        'retry all',
        'open a',
        'abort all',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('prepare' as const),
      which,
      well: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('start' as const), which }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which,
      kind: fc.oneof(fc.constant('done' as const), fc.constantFrom(...KINDS)),
      needs: fc.nat(9),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('halt' as const),
      which,
      reason: fc.constantFrom('rate-limited' as const, 'auth' as const, 'network' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      how: fc.constantFrom('time' as const, 'word' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('judge' as const),
      how: fc.constantFrom('all', 'all', 'conflict', 'tests', 'rejected', 'failed'),
      which,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('report' as const), which, needs: fc.nat(9), asks: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), well: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('replan' as const),
      edit: fc.nat(8),
      which: fc.nat(20),
      other: fc.nat(20),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      well: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    }),
  },
)

const anyStory = fc.record({
  plan: fc.constantFrom(...PLANS),
  workers: fc.integer({ min: 1, max: 3 }),
  retries: fc.integer({ min: 0, max: 2 }),
  auto: fc.constantFrom('off' as const, 'on' as const, 'until-checkpoint' as const),
  moves: fc.array(anyMove, { maxLength: 120 }),
})

const pick = <T>(from: T[], at: number): T | undefined => from[at % Math.max(1, from.length)]

let edits = 0

/** The plan as a person has changed it: its streams and tasks have the names that a reader gives them. */
function editedPlan(
  plan: Plan,
  { edit, which, other }: { edit: number; which: number; other: number },
): Plan {
  const phases = structuredClone(plan.phases)
  const streams = phases.flatMap((phase) => phase.streams)
  const stream = pick(streams, which)
  const task = stream && pick(stream.tasks, other)
  edits += 1
  const added = { ...(allStreams(planOf([{ x: {} }]))[0]?.tasks[0] as Task), title: `Edit ${edits} of many` }
  if (edit === 0) pick(streams, other)?.tasks.splice(which % 3, 0, added)
  else if (edit === 1 && stream && task) stream.tasks.splice(stream.tasks.indexOf(task), 1)
  else if (edit === 2 && stream && task) {
    stream.tasks.splice(stream.tasks.indexOf(task), 1)
    pick(streams, other)?.tasks.push(task)
  } else if (edit === 3)
    for (const phase of phases) phase.streams = phase.streams.filter((each) => each !== stream)
  else if (edit === 4)
    pick(phases, which)?.streams.push({
      ...(stream as Stream),
      id: `new-${edits}`,
      title: `New ${edits}`,
      files: [],
      dependsOn: [],
      tasks: [{ ...added }],
    })
  else if (edit === 5 && stream) stream.duration = 1 + (other % 4)
  else if (edit === 6 && stream) Object.assign(stream, { id: `named-${edits}`, title: `Named ${edits}` })
  else if (edit === 7 && stream) stream.tasks.reverse()
  else if (edit === 8) phases.splice(which % phases.length, 1)
  const left = phases.length === 0 ? structuredClone(plan.phases) : phases
  const names = new Set(left.flatMap((phase) => phase.streams.map(({ id }) => id)))
  // Ids of tasks are the reader's: by where they stand.
  for (const each of left.flatMap((phase) => phase.streams)) {
    each.dependsOn = each.dependsOn.filter((id) => names.has(id))
    each.tasks = each.tasks.map((one, index) => ({ ...one, id: `${each.id}.${index + 1}` }))
  }
  return { ...plan, phases: left }
}

/** The events of a move where it can happen, else none. */
function eventsOf(session: Session, move: Move): Step[] {
  const last = session.landings.at(-1)
  switch (move.do) {
    case 'type':
      return typeCommand(session, { text: move.text, focus: null, at: AT, by: 'you', fromWorker: false })
        .events
    case 'prepare': {
      const preparing = Object.values(session.streams).filter(
        ({ workspace }) => workspace.state === 'preparing',
      )
      const stream = pick(preparing, move.which)?.id
      return stream === undefined ? [] : [move.well ? prepared(stream) : notPrepared(stream)]
    }
    case 'start': {
      const opened = runningAttempts(session).filter(({ attempt }) => attempt.startedAt === null)
      const stream = pick(opened, move.which)?.stream
      return stream === undefined ? [] : [started(stream)]
    }
    case 'end': {
      const stream = pick(runningStreams(session), move.which)
      const needs = STREAMS[move.needs] ?? null
      return stream === undefined
        ? []
        : [ended(stream, move.kind, { needs: move.kind === 'blocked' ? needs : null })]
    }
    case 'halt': {
      const stream = pick(runningStreams(session), move.which)
      return stream === undefined ? [] : [ended(stream, 'blocked', { reason: move.reason })]
    }
    case 'pass':
      return Object.entries(session.halts).flatMap(([agent, { until, isOver, probe }]): Step[] => {
        if (move.how === 'word') return probe === null ? [] : [{ type: 'halt-lifted', at: AT, agent }]
        return isOver || until === null
          ? []
          : [{ type: 'halt-over', at: AT, agent, until, stream: null, by: 'clock' }]
      })
    case 'judge': {
      if (last?.state !== 'composing') return []
      if (move.how === 'failed') return [landingFailed]
      if (move.how === 'all') return [judged()]
      if (move.how === 'rejected') return [judged({ rejected: true, status: 'failed' })]
      const out = pick(last.offered, move.which)?.stream
      return [judged({ leftOut: out === undefined ? [] : [leftOut(out, move.how)] })]
    }
    case 'report': {
      const stream = pick(runningStreams(session), move.which)
      if (stream === undefined) return []
      const run = { at: AT, ...runOf(session, stream) }
      const blocked = STREAMS[move.needs] ?? null
      return [
        { type: 'attempt-progressed', ...run, completed: [], note: '', blocked },
        ...(move.asks ? [{ type: 'question-asked' as const, ...run, text: `number ${move.needs}?` }] : []),
      ]
    }
    case 'replan': {
      if (session.ended?.how === 'finished') return []
      return [{ type: 'plan-reread', at: AT, plan: editedPlan(session.plan, move), by: 'host' }]
    }
    case 'drop':
      return Object.values(session.streams).flatMap((facts): Step[] => {
        const conflict = openConflict(facts)
        if (conflict?.resolver !== 'aborting') return []
        const of = { at: AT, stream: facts.id, batch: conflict.id }
        const head = commit(7)
        return move.well
          ? [{ type: 'conflict-aborted', ...of, base: head, head, kept: null }]
          : [{ type: 'conflict-handed', ...of, to: 'person', by: 'host' }]
      })
    case 'publish':
      return last?.state === 'judged' ? [move.well ? published : landingFailed] : []
  }
}

/** Said anew here, from the plan and the landings alone: the engine's own answer is what is tested. */
function needsOf({ plan }: Session, id: string): string[] {
  const phase = plan.phases.findIndex(({ streams }) => streams.some((stream) => stream.id === id))
  const before = plan.phases.slice(0, phase).flatMap(({ streams }) => streams.map((stream) => stream.id))
  const own = plan.phases[phase]?.streams.find((stream) => stream.id === id)?.dependsOn ?? []
  return [...before, ...own]
}

function isOnIntegration({ streams, landings }: Session, id: string): boolean {
  const published = landings.filter(({ state }) => state === 'published').flatMap(({ members }) => members)
  const landed = published.filter(({ stream }) => stream === id).flatMap(({ batches }) => batches)
  return (streams[id]?.batches ?? []).every((batch) => batch.skipped || landed.includes(batch.id))
}

/** Whatever a person does to a plan: what is done stays done, what runs goes on, what has landed is known. */
function nothingIsLost(before: Session, now: Session, read: Plan): void {
  const tasksOf = ({ plan }: Session) =>
    new Map(allStreams(plan).flatMap(({ tasks }) => tasks.map((task) => [task.id, task])))
  const [was, is] = [settledTasks(before.streams), settledTasks(now.streams)]
  for (const id of tasksOf(now).keys()) expect([id, !was.has(id) || is.has(id)]).toEqual([id, true])
  // Titles are unique in these plans: whoever has the title of a finished task is that task.
  const finished = [...tasksOf(before)].filter(([id]) => was.has(id)).map(([, { title }]) => title)
  const there = new Set(allStreams(read).flatMap(({ tasks }) => tasks.map(({ title }) => title)))
  const open = [...tasksOf(now).values()].filter(({ id }) => !is.has(id)).map(({ title }) => title)
  expect(open.filter((title) => there.has(title) && finished.includes(title))).toEqual([])
  // But for what it waits for: that may have left the plan.
  const running = (session: Session) =>
    runningAttempts(session)
      .map(({ attempt, ...address }) => ({ ...address, attempt: { ...attempt, waits: null } }))
      .toSorted((a, b) => a.run.localeCompare(b.run))
  expect(running(now)).toEqual(running(before))
  const landed = ({ streams }: Session) =>
    Object.values(streams).flatMap(({ id, batches }) =>
      batches.filter(({ landedIn }) => landedIn !== null).map((batch) => ({ id, batch })),
    )
  expect(landed(now)).toEqual(expect.arrayContaining(landed(before)))
  const ids = [...tasksOf(now).keys()]
  expect(new Set(ids).size).toBe(allStreams(now.plan).flatMap(({ tasks }) => tasks).length)
  expect(allStreams(now.plan).map(({ id }) => id)).toEqual(Object.keys(now.streams))
  const planned = Object.values(now.streams).flatMap(({ batches }) =>
    batches.filter((each) => each.attempts.length === 0).flatMap(({ tasks }) => tasks),
  )
  expect(new Set(planned).size, 'a task in two batches').toBe(planned.length)
  for (const { id, state } of tasksOf(now).values()) {
    const isPlanned = Object.values(now.streams).some(({ batches }) =>
      batches.some(({ tasks }) => tasks.includes(id)),
    )
    expect([id, isPlanned || state === 'done']).toEqual([id, true])
  }
  expect(replan(now, read).changes, 'the same plan once more').toEqual([])
}

function mayHold(before: Session, event: Event, now: Session): void {
  if (event.type === 'plan-reread') nothingIsLost(before, now, event.plan)
  expect(runningStreams(now).length).toBeLessThanOrEqual(now.settings.workers)
  for (const { id, batches } of Object.values(now.streams)) {
    const open = batches.flatMap(({ attempts }) => attempts).filter(({ ending }) => ending === null)
    expect(open.length, `tries that run in ${id}`).toBeLessThanOrEqual(1)
    expect(new Set(batches.map((batch) => batch.id)).size, `ids of ${id}`).toBe(batches.length)
    for (const { id: batch, landedIn } of before.streams[id]?.batches ?? []) {
      if (landedIn !== null) expect(batches.find((each) => each.id === batch)?.landedIn).toBe(landedIn)
    }
  }
  for (const { id, block } of Object.values(now.streams)) {
    const needs = block?.needs ?? null
    expect([id, needs !== null && hasWorkLanded(now, needs)], 'waits for what is there').toEqual([id, false])
  }
  for (const [index, landing] of before.landings.entries())
    if (landing.state === 'published') expect(now.landings[index]).toEqual(landing)
  expect(
    now.landings.filter(({ state }) => state === 'composing' || state === 'judged').length,
  ).toBeLessThanOrEqual(1)
  for (const halt of Object.values(now.halts)) {
    const tries = runningAttempts(now).some(({ run }) => run === halt.probe)
    expect(halt.probe === null || (halt.isOver && tries), 'a try of a halt is one that runs').toBe(true)
  }
  if (event.type !== 'attempt-opened') return
  const halt = before.halts[event.agent]
  expect(halt === undefined || (halt.isOver && halt.probe === null), 'one tries, the others wait').toBe(true)
  expect(needsOf(before, event.stream).filter((id) => !isOnIntegration(before, id))).toEqual([])
  expect(before.streams[event.stream]).toMatchObject({
    block: null,
    paused: false,
    workspace: { state: 'ready' },
  })
  expect([before.paused, before.ended]).toEqual([false, null])
}

/** Applies an event as the host does, and looks at every moment in between. */
function follow(before: Session, event: Event): Session {
  const advanced = advance(before, event)
  let now = before
  for (const each of advanced.events) {
    const next = update(now, each).session
    mayHold(now, each, next)
    now = next
  }
  expect(now).toEqual(advanced.session)
  // The bound of `advance` is there for bugs only.
  expect(advanced.events.length).toBeLessThan(50)
  return now
}

const apply = (session: Session, steps: Step[]): Session =>
  steps.reduce((now, step) => follow(now, typeof step === 'function' ? step(now) : step), session)

describe('whatever is typed and whatever happens', () => {
  test('the promises of a session hold at every moment', () => {
    fc.assert(
      fc.property(anyStory, ({ plan, moves, ...options }) => {
        let session = apply(storyOf(plan, options), [noticed('begun')])
        for (const move of moves) session = apply(session, eventsOf(session, move))
        expect(sessionSchema.parse(session)).toEqual(session)
        for (const id of Object.keys(session.streams)) expect(streamStatus(session, id).name).toBeTruthy()
      }),
      { numRuns: 300 },
    )
  })

  test('a session that a host left at any moment goes on from what the db holds', () => {
    fc.assert(
      fc.property(anyStory, ({ plan, moves, ...options }) => {
        let session = apply(storyOf(plan, options), [noticed('begun')])
        for (const move of moves.slice(0, 60)) {
          session = apply(session, eventsOf(session, move))
          session = sessionSchema.parse(JSON.parse(JSON.stringify(session)))
        }
        const resumed = apply(session, [{ type: 'session-resumed', at: AT, workers: 3, agent: null }])
        expect(resumed.ended === null || resumed.ended.how === 'finished').toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

describe('auto', () => {
  /** The world does what was asked, as `how` says; until nothing more is asked. */
  function play(plan: Phases, how: (step: number) => Ending['kind'], leaveOut: (step: number) => boolean) {
    let session = apply(sessionOf(plan, { auto: 'on', workers: 2, retries: 1 }), [noticed('begun')])
    for (let step = 0; step < 500; step += 1) {
      const preparing = Object.values(session.streams).find(
        ({ workspace }) => workspace.state === 'preparing',
      )
      const running = runningAttempts(session)[0]
      const offered = session.landings.at(-1)?.offered ?? []
      if (preparing) session = apply(session, [prepared(preparing.id)])
      else if (isLanding(session)) {
        const out = leaveOut(step) && offered.length > 1 ? [leftOut(offered.at(-1)?.stream ?? '')] : []
        session = apply(session, [judged({ leftOut: out }), published])
      } else if (running)
        session = apply(session, [started(running.stream), ended(running.stream, how(step))])
      else break
    }
    return session
  }

  test('gets every plan to its end where everything goes well', () => {
    for (const plan of PLANS)
      expect(
        play(
          plan,
          () => 'done',
          () => false,
        ).ended?.how,
      ).toBe('finished')
  })

  test('gets it to its end through conflicts and failures that mend', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLANS),
        fc.array(fc.boolean()),
        fc.array(fc.boolean()),
        (plan, fails, leaves) => {
          // Never twice in a row, so that one retry is enough.
          const how = (step: number) => (fails[step] && !fails[step - 1] ? 'failed' : 'done')
          const session = play(plan, how, (step) => leaves[step] ?? false)
          if (session.ended === null) {
            expect(isAtStandstill(session)).toBe(true)
            expect(waitsForPerson(session)).not.toEqual([])
          } else expect(session.integration).not.toBe(commit(0))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('stands still, and says for whom, where nothing goes well', () => {
    for (const kind of KINDS.filter((each) => each !== 'done')) {
      const session = play(
        PLANS[0] as Phases,
        () => kind,
        () => false,
      )
      expect(session.ended, kind).toBeNull()
      expect(isAtStandstill(session), kind).toBe(true)
      expect(waitsForPerson(session), kind).toHaveLength(2)
    }
  })
})
