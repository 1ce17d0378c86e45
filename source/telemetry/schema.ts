import { z } from 'zod'

/**
 * What is kept of a session for figures: times, counts, names of streams, tasks, agents and models, never what somebody
 * wrote: no code, no prompts, no output, no decisions' words. Kept on this machine. A new field needs no new version; one
 * that means something else does.
 */
export const TELEMETRY_VERSION = 1

const seconds = z.number().nonnegative()
const count = z.int().nonnegative()

const base = {
  v: z.literal(TELEMETRY_VERSION),
  at: z.number().describe('ms since 1970'),
  session: z.string().describe("the session's id, a random word"),
}

function record<const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.object({ ...base, type: z.literal(type), ...shape })
}

const stream = z.string().describe('id of the stream')
const batch = z.string().describe('id of the batch')
const file = z.string().describe('below the root of the repository; a hash in what is exported')

export const telemetrySchema = z.discriminatedUnion('type', [
  record('command', { name: z.string(), stream: stream.nullable() }),
  record('session', {
    event: z.enum(['opened', 'resumed', 'stopped', 'finished']),
    streams: count,
    tasks: count,
    workers: count,
    unit: z.enum(['days', 'tasks']),
    planned: z.number().describe("the plan's length with so many workers, in its unit"),
    sequential: z.number().describe('the same with one worker'),
    seconds: seconds.describe('since it was opened'),
  }),
  record('phase', { index: count, event: z.enum(['opened', 'closed']) }),
  record('stream', {
    stream,
    event: z.enum([
      'prepared',
      'not-prepared',
      'blocked',
      'unblocked',
      'paused',
      'continued',
      'waits',
      'goes-on',
      'helped',
    ]),
    reason: z
      .string()
      .optional()
      .describe('of waits: permission, question, failed; of helped: the stream that helps'),
  }),
  record('batch', {
    stream,
    batch,
    event: z.enum(['started', 'exited', 'ended']),
    attempt: count.describe('from 1'),
    agent: z.string().describe("'claude', 'cmd' …: without its arguments"),
    model: z.string().nullable(),
    level: z.string().nullable().describe('how hard its work looked'),
    kind: z.enum(['tasks', 'conflict', 'repair']),
    ending: z.string().optional(),
    reason: z.string().optional(),
    seconds: seconds.optional().describe('of ended: that its agent was at work'),
    files: count.optional().describe('of ended: that changed'),
  }),
  record('task', { stream, task: z.string(), event: z.enum(['done', 'landed']) }),
  record('usage', {
    stream,
    batch,
    run: z.string(),
    agent: z.string(),
    model: z.string().nullable(),
    tokensIn: count,
    tokensOut: count,
    tokensCached: count,
    usd: z.number().nullable().describe('of the run so far; null: not known'),
  }),
  record('gate', {
    landing: count,
    status: z.enum(['passed', 'failed', 'did-not-run', 'untested']),
    seconds,
    streams: count,
    failing: count,
    again: z.boolean(),
  }),
  record('finding', { stream, check: z.string(), code: z.string(), severity: z.string(), file }),
  record('checkpoint', {
    number: count,
    kind: z.enum(['checkpoint', 'update', 'rollback']),
    state: z.enum(['published', 'rejected', 'failed']),
    seconds,
    streams: count,
    leftOut: count,
    gates: count,
    flaky: count,
  }),
  record('merge', {
    number: count,
    state: z.enum(['published', 'rejected', 'failed']),
    seconds,
    streams: count,
    leftOut: count,
    gates: count,
    flaky: count,
  }),
  record('conflict', {
    stream,
    event: z.enum(['met', 'settled']),
    files: count,
    rung: z.string().optional().describe('of settled: by what'),
  }),
  record('decision', { by: z.string().describe("'you', or the stream") }),
  record('error', {
    where: z.enum(['batch', 'workspace', 'landing']),
    kind: z.string(),
    stream: stream.nullable(),
  }),
  record('performance', {
    what: z.enum(['prepare', 'start', 'collect']),
    stream,
    seconds: seconds.describe('from being asked for until it was there'),
  }),
])
export type Telemetry = z.infer<typeof telemetrySchema>
export type TelemetryOf<Type extends Telemetry['type']> = Extract<Telemetry, { type: Type }>
export const TELEMETRY_TYPES = telemetrySchema.options.map(
  ({ shape }) => shape.type.value,
) as Telemetry['type'][]
