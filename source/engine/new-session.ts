import type { Settings } from '../model/config.ts'
import type { Plan } from '../model/plan.ts'
import type { Batch, Session, StreamFacts } from '../model/session.ts'
import { planBatches } from '../plan/batches.ts'
import { allStreams } from '../plan/stream-graph.ts'

export interface NewSession {
  id: string
  slug: string
  at: number
  plan: Plan
  planFile: string
  settings: Settings
  repo: Session['repo']
  integration: string
  auto: Session['auto']
  landedBefore?: number
}

/** A session at its very beginning: every stream of the plan with its batches, nothing prepared, nothing begun. */
export function newSession({
  id,
  slug,
  at,
  plan,
  planFile,
  settings,
  repo,
  integration,
  auto,
  landedBefore = 0,
}: NewSession): Session {
  const batches = Map.groupBy(planBatches(plan), ({ stream }) => stream)
  const streams = allStreams(plan).map(({ id: stream }) => [
    stream,
    newStream(
      stream,
      (batches.get(stream) ?? []).map(({ id: batch, tasks }) => newBatch(batch, tasks)),
    ),
  ])
  return {
    schema: 1,
    id,
    slug,
    createdAt: at,
    repo,
    plan,
    planFile,
    gone: [],
    settings,
    integration,
    streams: Object.fromEntries(streams),
    landings: [],
    foreseen: [],
    decisions: [],
    allowed: [],
    usage: [],
    alerts: [],
    landedBefore,
    auto,
    paused: false,
    halts: {},
    ended: null,
    notes: [],
    noteSeq: 0,
  }
}

export const newStream = (id: string, batches: Batch[]): StreamFacts => ({
  id,
  workspace: { state: 'none', path: null, detail: '', base: null },
  head: null,
  landedHead: null,
  batches,
  block: null,
  paused: false,
  model: null,
  messages: [],
  allowed: [],
  helps: null,
  absent: null,
  amended: [],
  handOvers: [],
})

export const newBatch = (id: string, tasks: string[]): Batch => ({
  id,
  kind: 'tasks',
  tasks,
  files: [],
  failure: null,
  news: null,
  wanted: false,
  attempts: [],
  skipped: false,
  handed: [],
  landedIn: null,
})
