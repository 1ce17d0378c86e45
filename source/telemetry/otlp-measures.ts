import { findAttempt } from '../engine/patch.ts'
import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { type Attributes, genAi, usedBy } from './otlp-gen-ai.ts'
import type { Telemetry } from './schema.ts'

interface Metric {
  kind: 'counter' | 'histogram'
  unit: string
  description: string
  /** Edges of a histogram, where those for seconds do not fit. */
  edges?: number[]
}

const SECONDS = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200]
const TOKENS = Array.from({ length: 14 }, (_, power) => 4 ** power)

export const METRICS = {
  'gen_ai.client.operation.duration': histogram('s', 'how long agents were at work', SECONDS),
  'gen_ai.client.token.usage': histogram('{token}', 'what runs of agents used', TOKENS),
  'br.cost': counter('{USD}', 'what runs of agents cost, where that is known'),
  'br.batches': counter('{batch}', 'batches that ended, by how'),
  'br.tasks': counter('{task}', 'tasks that were done and that landed'),
  'br.gate.duration': histogram('s', 'runs of tests before landing', SECONDS),
  'br.landings': counter('{landing}', 'checkpoints and merges, by what became of them'),
  'br.conflicts': counter('{conflict}', 'conflicts that were met and settled'),
  'br.findings': counter('{finding}', 'what checks found'),
  'br.errors': counter('{error}', 'what broke'),
} satisfies Record<string, Metric>
export type MetricName = keyof typeof METRICS

export interface Measure {
  metric: MetricName
  value: number
  attributes: Attributes
}

/** What is counted of an event and of the records that were made from it. Pure. */
export const measuresOf = (
  before: Session | null,
  event: Event,
  after: Session,
  records: readonly Telemetry[],
): Measure[] => [...agentMeasures(before, event, after), ...records.flatMap(recordMeasures)]

function agentMeasures(before: Session | null, event: Event, after: Session): Measure[] {
  if (event.type !== 'attempt-ended') return []
  const attempt = findAttempt(after, event)
  if (!attempt || attempt.startedAt === null || (before && findAttempt(before, event)?.endedAt)) return []
  const attributes = genAi(attempt)
  const used = usedBy(after, event.run)
  const {
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
    'br.cost.usd': usd,
  } = used
  const tokens = (type: string, value: unknown): Measure[] =>
    typeof value === 'number'
      ? [
          {
            metric: 'gen_ai.client.token.usage',
            value,
            attributes: { ...attributes, 'gen_ai.token.type': type },
          },
        ]
      : []
  const seconds = Math.max(0, (attempt.exitedAt ?? event.at) - attempt.startedAt) / 1000
  const failed: Attributes =
    event.ending.kind === 'done' ? {} : { 'error.type': event.ending.reason ?? event.ending.kind }
  return [
    { metric: 'gen_ai.client.operation.duration', value: seconds, attributes: { ...attributes, ...failed } },
    ...tokens('input', input),
    ...tokens('output', output),
    ...(typeof usd === 'number' ? [{ metric: 'br.cost', value: usd, attributes } as const] : []),
  ]
}

function recordMeasures(record: Telemetry): Measure[] {
  switch (record.type) {
    case 'batch':
      return record.event === 'ended'
        ? one('br.batches', { ending: record.ending ?? 'lost', kind: record.kind, stream: record.stream })
        : []
    case 'task':
      return one('br.tasks', { event: record.event, stream: record.stream })
    case 'gate':
      return [{ ...one('br.gate.duration', { status: record.status })[0], value: record.seconds } as Measure]
    case 'checkpoint':
      return one('br.landings', { kind: record.kind, state: record.state })
    case 'merge':
      return one('br.landings', { kind: 'merge', state: record.state })
    case 'conflict':
      return one('br.conflicts', { event: record.event })
    case 'finding':
      return one('br.findings', { check: record.check, code: record.code, severity: record.severity })
    case 'error':
      return one('br.errors', { where: record.where, kind: record.kind })
    default:
      return []
  }
}

const one = (metric: MetricName, attributes: Attributes): Measure[] => [
  {
    metric,
    value: 1,
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`br.${name}`, value])),
  },
]

function counter(unit: string, description: string): Metric {
  return { kind: 'counter', unit, description }
}

function histogram(unit: string, description: string, edges: number[]): Metric {
  return { kind: 'histogram', unit, description, edges }
}
