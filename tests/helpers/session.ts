import { batchState, currentBatch } from '../../source/engine/batch-state.ts'
import { newSession } from '../../source/engine/new-session.ts'
import { runningAttempts } from '../../source/engine/running-attempts.ts'
import { advance, type Updated } from '../../source/engine/update.ts'
import { DEFAULT_CHECKS } from '../../source/model/checks.ts'
import type { Settings } from '../../source/model/config.ts'
import type { Event } from '../../source/model/event.ts'
import type { Plan, Stream } from '../../source/model/plan.ts'
import {
  type Ask,
  type Ending,
  gateVerdictSchema,
  type Landing,
  type LeftOut,
  type Session,
} from '../../source/model/session.ts'
import { readPlan } from '../../source/plan/read-plan.ts'

/**
 * Sessions and events for tests of pure code, by value. One file, although a long one: every test of the engine and of
 * the commands takes from all of it.
 */

/** A stream of a test's plan: so many days with one task each, unless it says otherwise. */
export interface StreamShape {
  days?: number
  tasks?: number
  after?: string[]
  softAfter?: string[]
  title?: string
}

/** Barrier groups, each with its streams by id. */
export type Phases = Record<string, StreamShape>[]

/** A plan from Markdown, or from barrier groups. */
export function planOf(from: string | Phases): Plan {
  if (typeof from === 'string') return readPlan(from, { file: 'plan.md' }).plan
  return {
    title: 'A plan',
    slug: 'a-plan',
    format: 'phases',
    unit: 'days',
    phases: from.map((streams, index) => ({
      id: `phase-${index}`,
      title: `Phase ${index}`,
      mode: 'parallel',
      barrier: index > 0,
      line: 1,
      streams: Object.entries(streams).map(([id, shape]) => streamOf(id, shape)),
    })),
    contracts: [],
    claims: { sequential: null, parallel: null, savedPercent: null },
  }
}

const streamOf = (
  id: string,
  { days = 1, tasks = days, after: dependsOn = [], softAfter: softDependsOn = [], title = id }: StreamShape,
): Stream => ({
  id,
  title,
  duration: days,
  line: 1,
  files: [`${id}.js`],
  dependsOn,
  softDependsOn,
  tasks: Array.from({ length: tasks }, (_, index) => ({
    id: `${id}.${index + 1}`,
    sourceId: null,
    title: `Task ${index + 1}`,
    state: 'open' as const,
    optional: false,
    parallel: false,
    files: [],
    dependsOn: [],
    line: 1,
    run: [],
    onConflict: [],
    onRepair: [],
  })),
  why: '',
})

export const SETTINGS: Settings = {
  agent: 'cmd: work',
  agents: {},
  workers: 3,
  setup: [],
  install: null,
  copy: [],
  tests: {
    smoke: { source: 'configured', command: 'npm test' },
    full: { source: 'configured', command: 'npm test' },
    atOnce: 1,
  },
  contracts: [],
  env: [],
  help: 'safe',
  retries: 2,
  timeouts: { setup: 1, batch: 1, tests: 1, silent: 1, snapshot: 1 },
  checks: DEFAULT_CHECKS,
  models: {},
  budget: {},
  alerts: {},
}

/** A commit name that tells its number. */
export const commit = (number: number): string => number.toString(16).padStart(40, '0')

export const AT = 1000

/** A session at its very beginning; nothing is prepared yet. */
export const sessionOf = (
  plan: string | Phases,
  { auto = 'off', ...settings }: Partial<Settings> & { auto?: Session['auto'] } = {},
): Session =>
  newSession({
    id: 'one',
    slug: 'a-plan',
    at: 0,
    plan: planOf(plan),
    planFile: 'plan.md',
    settings: { ...SETTINGS, ...settings },
    repo: { root: '/repo', branch: 'main', base: commit(0), signs: false },
    integration: commit(0),
    auto,
  })

export type Advanced = Updated & { events: Event[] }

/** An event, or one that is made from the session as it is by then. */
export type Step = Event | ((session: Session) => Event)

/** The same at another time. */
export const later =
  (at: number, step: Step): Step =>
  (session) => ({ ...(typeof step === 'function' ? step(session) : step), at })

/** Applies the steps one by one; collects every effect and every event, the automatic ones included. */
export const advanced = (session: Session, ...steps: Step[]): Advanced =>
  steps.reduce<Advanced>(
    (so, step) => {
      const next = advance(so.session, typeof step === 'function' ? step(so.session) : step)
      return {
        session: next.session,
        effects: [...so.effects, ...next.effects],
        events: [...so.events, ...next.events],
      }
    },
    { session, effects: [], events: [] },
  )

export const sessionAfter = (session: Session, ...steps: Step[]): Session =>
  advanced(session, ...steps).session

/** A session whose near streams have their workspaces, as after the first seconds. */
export function readySession(
  plan: string | Phases,
  options: Partial<Settings> & { auto?: Session['auto'] } = {},
): Session {
  const { auto = 'off', ...settings } = options
  let session = sessionAfter(sessionOf(plan, settings), noticed('begun'))
  for (let id = preparing(session); id !== undefined; id = preparing(session))
    session = sessionAfter(session, prepared(id))
  return auto === 'off' ? session : sessionAfter(session, autoTo(auto))
}

const preparing = ({ streams }: Session): string | undefined =>
  Object.values(streams).find(({ workspace }) => workspace.state === 'preparing')?.id

export const noticed = (text: string): Event => ({
  type: 'noticed',
  at: AT,
  about: 'orchestrator',
  text,
  tone: 'info',
})

export const autoTo = (to: Session['auto']): Event => ({ type: 'auto-switched', at: AT, to, by: 'you' })

export const prepared = (stream: string, notes: string[] = []): Event => ({
  type: 'stream-prepared',
  at: AT,
  stream,
  path: `/workspaces/${stream}`,
  base: commit(0),
  head: commit(0),
  notes,
})

export const notPrepared = (stream: string, detail = 'npm ci failed.'): Event => ({
  type: 'stream-not-prepared',
  at: AT,
  stream,
  detail,
})

export const blocked = (stream: string, reason = 'no key', needs: string | null = null): Event => ({
  type: 'stream-blocked',
  at: AT,
  stream,
  reason,
  needs,
  by: 'you',
})

/** Somebody asks for the stream's current batch. */
export const requested =
  (stream: string): Step =>
  (session) => ({
    type: 'batch-requested',
    at: AT,
    stream,
    batch: (session.streams[stream] && currentBatch(session.streams[stream]))?.id ?? 'none',
    by: 'you',
  })

export const runOf = (session: Session, stream: string) => {
  const found = runningAttempts(session).find((running) => running.stream === stream)
  if (!found) throw new Error(`nothing runs in ${stream}`)
  return { stream, batch: found.batch, run: found.run }
}

export const started =
  (stream: string): Step =>
  (session) => ({
    type: 'attempt-started',
    at: AT,
    ...runOf(session, stream),
    base: commit(0),
    worker: { pid: 7, startTime: '1', socket: '/s' },
    told: session.streams[stream]?.messages.length ?? 0,
  })

/** The same with an agent that hears what is said to it. */
export const startedListening =
  (stream: string): Step =>
  (session) =>
    ({ ...(started(stream) as (now: Session) => Event)(session), listens: true }) as Event

const OPTIONS: Ask['options'] = [
  { id: 'yes', name: 'Allow', kind: 'allow_once' },
  { id: 'always', name: 'Always allow', kind: 'allow_always' },
  { id: 'no', name: 'Reject', kind: 'reject_once' },
]

/** The agent of the stream's running batch asks for something. */
export const asks =
  (
    stream: string,
    { id = 'ask-1', title = 'execute npm test', options = OPTIONS, key = 'a-key' }: Partial<Ask> = {},
  ): Step =>
  (session) => ({
    type: 'permission-asked',
    at: AT,
    ...runOf(session, stream),
    ask: { id, title, detail: 'npm test', options, key },
  })

/** The agent of the stream's running batch looks stuck, or does no more. */
export const silent =
  (stream: string, since: number | null): Step =>
  (session) => ({
    ...{ type: 'attempt-silent', at: AT, ...runOf(session, stream) },
    silence: since === null ? null : { since, cpuSeconds: 0.04, seconds: 300 },
  })

/** The agent of the stream's running batch has ended; its work is not collected yet. */
export const exit =
  (stream: string): Step =>
  (session) => ({ type: 'attempt-exited', at: AT, ...runOf(session, stream) })

/** The agent of the stream's running batch tells what it has spent so far, USD. */
export const spends =
  (stream: string, usd: number, elsewhere = { usd: 0, atLeast: false }, model: string | null = null): Step =>
  (session) => ({
    type: 'usage-reported',
    at: AT,
    report: {
      ...{ at: AT, agent: 'tool', session: null, ...runOf(session, stream) },
      ...{ tokens: { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 }, usd, model, rates: null },
    },
    elsewhere,
  })

interface EndShape {
  detail?: string
  needs?: string | null
  head?: string
  notes?: string[]
  reason?: Ending['reason']
  retryAt?: number | null
}

/** How the stream's running batch ends. */
export const ended =
  (
    stream: string,
    kind: Ending['kind'],
    { detail = kind, needs = null, head, notes = [], reason, retryAt = null }: EndShape = {},
  ): Step =>
  (session) => ({
    type: 'attempt-ended',
    at: AT,
    ...runOf(session, stream),
    ending: {
      ...{ kind, exit: kind === 'done' ? 0 : 1, signal: null, detail },
      ...(reason ? { reason, retryAt } : {}),
    },
    head: head ?? (kind === 'done' ? nextHead(session) : null),
    files: kind === 'done' ? [`${stream}.js`] : [],
    notes,
    needs,
  })

/** Tells one piece of work from another: no two of a session have the same. */
const nextHead = ({ streams }: Session): string =>
  commit(
    1000 + Object.values(streams).flatMap(({ batches }) => batches.flatMap((batch) => batch.attempts)).length,
  )

/** The stream's current batch, from asked for to done. */
export const done = (stream: string): Step[] => [requested(stream), started(stream), ended(stream, 'done')]

/** Every batch of the streams, done. */
export const allDone = (session: Session, ...streams: string[]): Session =>
  streams.reduce((now, stream) => {
    let so = now
    for (let left = 50; left > 0 && isOpen(so, stream); left -= 1) so = sessionAfter(so, ...done(stream))
    return so
  }, session)

const isOpen = ({ streams }: Session, stream: string): boolean => {
  const batch = streams[stream] && currentBatch(streams[stream])
  return batch !== undefined && batchState(batch) !== 'running'
}

export const landing = (kind: Landing['kind']): Event => ({
  type: 'landing-requested',
  at: AT,
  kind,
  by: 'you',
})

type VerdictStatus = 'passed' | 'failed' | 'did-not-run' | 'untested'

export const verdict = (status: VerdictStatus, failing: string[] = []) =>
  gateVerdictSchema.parse({
    status,
    command: status === 'untested' ? null : 'npm test',
    tree: commit(5),
    summary: status === 'failed' ? `${failing.length} failing` : '3 tests passed.',
    failing,
    log: null,
    seconds: 1,
  })

export const leftOut = (
  stream: string,
  reason: LeftOut['reason'] = 'conflict',
  against: string[] = [],
): LeftOut => ({
  stream,
  reason,
  files: reason === 'conflict' ? ['shared.js'] : [],
  against,
  tests: reason === 'tests' ? ['adds'] : [],
  log: reason === 'tests' ? 'not ok 1 - adds' : '',
})

interface Judgement {
  status?: VerdictStatus
  leftOut?: LeftOut[]
  /** Nothing can be published. */
  rejected?: boolean
  failing?: string[]
}

/** The landing under way is judged: without the ones left out, everything that was offered fits. */
export const judged =
  ({ status = 'passed', leftOut: out = [], rejected = false, failing = [] }: Judgement = {}): Step =>
  (session) => {
    const { number, offered } = session.landings.at(-1) as Landing
    return {
      type: 'landing-judged',
      at: AT,
      number,
      commit: rejected ? null : commit(100_000 + number),
      members: rejected ? [] : offered.filter(({ stream }) => !out.some((left) => left.stream === stream)),
      leftOut: out,
      decisions: session.decisions.length,
      verdict: verdict(status, failing),
      detail: rejected ? 'It does not fit.' : '',
    }
  }

export const published: Step = ({ landings }) => ({
  type: 'landing-published',
  at: AT,
  number: landings.at(-1)?.number ?? 0,
  tag: null,
  notes: [],
})

export const landingFailed: Step = ({ landings }) => ({
  type: 'landing-failed',
  at: AT,
  number: landings.at(-1)?.number ?? 0,
  detail: 'The disk is full.',
})

/** A landing from asked for to published. */
export const landed = (kind: Landing['kind'], out: LeftOut[] = []): Step[] => [
  landing(kind),
  judged({ leftOut: out }),
  published,
]

export const typesOf = ({ events }: { events: Event[] }): string[] => events.map(({ type }) => type)
