import type { Routed } from '../model/routing.ts'
import type { Batch, Session, StreamFacts } from '../model/session.ts'
import { complexity, type FileFact, type Work } from '../plan/complexity.ts'
import { chooseModel } from './choose-model.ts'
import { outcomeOf, type Tried } from './level-now.ts'
import { tableOf } from './model-tables.ts'
import { workOfBatch } from './work-of-batch.ts'

export interface RouteQuestion {
  session: Session
  stream: string
  batch: Batch
  agent: string
}

/** Whether there is a model to choose: for other agents nothing has to be looked up. */
export const isRouted = ({ session, stream, batch, agent }: RouteQuestion): boolean => {
  const { models } = session.settings
  const named = [models.streams?.[stream], ...batch.tasks.map((task) => models.tasks?.[task])]
  return (
    Object.keys(tableOf(agent, models)).length > 0 ||
    (session.streams[stream]?.model ?? null) !== null ||
    named.some((each) => each !== undefined)
  )
}

/** What is known of the batch by the plan; what was looked up about its files is added. */
export const workOf = ({ session, stream, batch }: RouteQuestion, facts: FileFact[] = []): Work =>
  workOfBatch({ plan: session.plan, stream, batch, contracts: session.settings.contracts, facts })

export type RoutedBatch =
  | { ok: true; routed: Omit<Routed, 'expected'> }
  | { ok: false; unavailable: string[] }

/** Which model begins a batch, from how hard it looks, how the stream went so far, and what people said. */
export function routeBatch(question: RouteQuestion, facts: FileFact[]): RoutedBatch {
  const { session, stream, batch, agent } = question
  const { level: estimated, score, reasons } = complexity(workOf(question, facts))
  const own = session.streams[stream] as StreamFacts
  const request = {
    agent,
    config: session.settings.models,
    estimated,
    tried: triesOf(session, own),
    stream,
    tasks: batch.tasks,
    asked: own.model,
  }
  const refused = refusedBy(session, agent)
  const choice = chooseModel({ ...request, unavailable: refused })
  if (choice.kind === 'none') return { ok: false, unavailable: choice.unavailable }
  const model = choice.kind === 'model' ? choice.model : null
  return {
    ok: true,
    routed: {
      ...{ estimated, level: choice.level, score, model, why: choice.why },
      reasons: reasons.map(({ text }) => text),
      alternatives: model === null ? [] : others(request, [...refused, model]),
    },
  }
}

/** What comes in turn when a model turns out not to be available. */
function others(request: Parameters<typeof chooseModel>[0], unavailable: string[]): string[] {
  const next = chooseModel({ ...request, unavailable })
  return next.kind === 'model' ? [next.model, ...others(request, [...unavailable, next.model])] : []
}

/** Models that the agent said no to in this session. */
const refusedBy = ({ streams }: Session, agent: string): string[] => [
  ...new Set(
    Object.values(streams)
      .flatMap(({ batches }) => batches.flatMap(({ attempts }) => attempts))
      .filter((attempt) => attempt.agent === agent)
      .flatMap(({ ran }) => ran?.refused ?? []),
  ),
]

/** How the stream went, oldest first: its tries, and each time the tests were red with it. */
export function triesOf({ landings }: Session, { id, batches }: StreamFacts): Tried[] {
  const tries = batches
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ routed, ending, endedAt }) =>
      routed && ending
        ? [{ at: endedAt ?? 0, estimated: routed.estimated, outcome: outcomeOf(ending.kind) }]
        : [],
    )
    .sort((a, b) => a.at - b.at)
  const red = landings
    .filter(({ leftOut }) => leftOut.some(({ stream, reason }) => stream === id && reason === 'tests'))
    .flatMap(({ endedAt, requestedAt }) => {
      const before = tries.findLast(({ at }) => at <= requestedAt)
      return before && endedAt !== null
        ? [{ at: endedAt, estimated: before.estimated, outcome: 'failed' as const }]
        : []
    })
  return [...tries, ...red]
    .sort((a, b) => a.at - b.at)
    .map(({ estimated, outcome }) => ({ estimated, outcome }))
}

/** The choice as one line of the stream's pane. */
export function routedText({ model, level, score, reasons, why }: Routed): string {
  const name = model === null ? "the agent's own model" : `model ${model}`
  return `${name}: ${level}, ${score} of 100: ${[...reasons, ...why].join('; ')}.`
}
