import { z } from 'zod'
import { alertSchema } from './alert.ts'
import { settingsSchema } from './config.ts'
import { landingCoverageSchema } from './coverage.ts'
import { findingSchema } from './finding.ts'
import { planSchema, taskSchema } from './plan.ts'
import { routedSchema } from './routing.ts'
import { usageReportSchema } from './usage.ts'

/** Facts of a session, as the JSON db holds them. Status is never stored here: selectors derive it. Times are ms since 1970. */

const commit = z.string().regex(/^[0-9a-f]{40,64}$/)
const time = z.number()

/** How a try at a batch ended. */
export const endingSchema = z.object({
  kind: z.enum([
    ...(['done', 'empty', 'blocked', 'failed', 'cancelled', 'timed-out', 'lost', 'not-started'] as const),
    'max-cost',
  ]),
  exit: z.int().nullable(),
  signal: z.string().nullable(),
  detail: z.string().describe('one sentence of evidence'),
  reason: z
    .enum([
      ...(['refused', 'max-turns', 'rate-limited', 'auth', 'network', 'crashed', 'unfit'] as const),
      ...(['findings', 'history'] as const),
    ])
    .optional()
    .describe(
      'what an agent that is talked to said of it; findings: a check does not let its work pass; history: more work would not mend that',
    ),
  retryAt: time.nullable().optional().describe('when its provider takes requests again'),
})
export type Ending = z.infer<typeof endingSchema>

/** Where a detached worker process is found again: a pid alone is reused, so its start time goes with it. */
export const workerRefSchema = z.object({ pid: z.int(), startTime: z.string(), socket: z.string() })
export type WorkerRef = z.infer<typeof workerRefSchema>

/** What an agent asks a person for before it goes on. Its words are plain text, bounded, with secrets masked. */
export const askSchema = z.object({
  id: z.string().describe('unique in the run'),
  title: z.string(),
  detail: z.string().describe('all of what would be done, such as the command or the change'),
  options: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['allow_once', 'allow_always', 'reject_once', 'reject_always']),
    }),
  ),
  key: z.string().nullable().default(null).describe('the same for the same deed; null: it cannot be told'),
})
export type Ask = z.infer<typeof askSchema>

/** A person's word on what was asked. `option` null: none of the agent's own answers says no. */
export const permissionAnswerSchema = z.object({
  id: z.string().describe('of what was asked'),
  option: z.string().nullable(),
  text: z.string().describe('why not; may be empty'),
  remember: z.boolean().optional().describe('the same deed is allowed from now on'),
})
export type PermissionAnswer = z.infer<typeof permissionAnswerSchema>

/** Nothing printed, and nothing worked on as far as the machine can tell. */
export const silenceSchema = z.object({
  since: time.describe('when it said something last'),
  cpuSeconds: z.number().describe('what its processes used'),
  seconds: z.number().describe('in so long a time before this was found'),
})
export type Silence = z.infer<typeof silenceSchema>

export const attemptSchema = z.object({
  run: z.string(),
  agent: z.string(),
  requestedAt: time,
  startedAt: time.nullable(),
  worker: workerRefSchema.nullable(),
  base: commit.nullable(),
  told: z.int().default(0).describe('how many messages it was given'),
  completed: z.array(z.string()).describe('task ids its status file names as completed'),
  note: z.string(),
  waits: z
    .object({ reason: z.string(), needs: z.string().nullable() })
    .nullable()
    .default(null)
    .describe('what it has reported to be blocked by, while it still works'),
  questions: z
    .array(z.object({ at: time, text: z.string(), answered: z.boolean() }))
    .default([])
    .describe('what it asked a person; it goes on meanwhile'),
  listens: z.boolean().default(false).describe('what is said to it while it works reaches it'),
  asks: askSchema.extend({ at: time }).nullable().default(null).describe('what it waits for a person with'),
  answered: permissionAnswerSchema
    .nullable()
    .default(null)
    .describe('the last answer, for a worker that did not hear it because the host died'),
  agentSession: z.string().nullable().default(null).describe("the agent's own id of its session"),
  silent: silenceSchema.nullable().default(null).describe('it looks stuck'),
  routed: routedSchema.nullable().default(null),
  ran: z
    .object({ model: z.string().nullable(), refused: z.array(z.string()) })
    .nullable()
    .default(null)
    .describe('the model that came back, and those that could not be had'),
  overBudget: z
    .string()
    .nullable()
    .default(null)
    .describe('why it is ended: the ceiling that it has reached'),
  cancelled: z.boolean(),
  exitedAt: time.nullable().default(null).describe('its agent has ended; its work is still to be collected'),
  endedAt: time.nullable(),
  ending: endingSchema.nullable(),
  head: commit.nullable(),
  files: z.array(z.string()),
  findings: z.array(findingSchema).optional().describe('what checks found in its work, at most 50'),
  judging: z
    .enum(['again', 'rewritten'])
    .nullable()
    .default(null)
    .describe('a person wants its work judged once more, as it is or made one commit; not done yet'),
  rewritten: z
    .boolean()
    .optional()
    .describe('its commits were made one, or that was tried: not again by itself'),
})
export type Attempt = z.infer<typeof attemptSchema>

/** A change that another stream made to a file of this one, taken out of its work and kept. */
export const handedSchema = z.object({
  file: z.string(),
  from: z.string().describe('the stream that made it'),
  base: commit.describe('the file was there as it should have stayed'),
  commit: commit.describe('and here as that stream left it'),
  diff: z.string().describe('plain text, bounded, with secrets masked'),
})
export type Handed = z.infer<typeof handedSchema>

export const batchSchema = z.object({
  id: z.string(),
  kind: z.enum(['tasks', 'conflict', 'repair']),
  tasks: z.array(z.string()),
  files: z.array(z.string()).describe('of a conflict: the files in conflict'),
  failure: z.string().nullable().describe('what the worker must know of the last failure'),
  news: z
    .string()
    .nullable()
    .default(null)
    .describe('what has landed since the worker said that it waits for it'),
  wanted: z.boolean().describe('somebody asked for it: it starts as soon as it can'),
  attempts: z.array(attemptSchema),
  skipped: z.boolean(),
  resolver: z
    .enum(['agent', 'person', 'aborting', 'nobody'])
    .optional()
    .describe(
      'of a conflict: whose it is to resolve, an agent where nothing is said; aborting: its merge is being dropped; nobody: it was, and waits for a word',
    ),
  scratch: z
    .string()
    .optional()
    .describe('of a conflict: the worktree that it is resolved in, beside the workspace'),
  handed: z.array(handedSchema).default([]).describe('what other streams hand over to it'),
  findings: z.array(findingSchema).optional().describe('of a repair: what checks found, at most 50'),
  landedIn: z.int().nullable(),
  takenBack: z
    .int()
    .nullable()
    .optional()
    .describe('the rollback that took its work off the integration branch, which nobody has answered yet'),
})
export type Batch = z.infer<typeof batchSchema>

export const streamFactsSchema = z.object({
  id: z.string(),
  workspace: z.object({
    state: z.enum(['none', 'preparing', 'ready', 'failed']),
    path: z.string().nullable(),
    detail: z.string(),
    base: commit.nullable().describe('the integration commit it was last brought up to'),
  }),
  head: commit.nullable().describe("tip of the stream's branch after its last finished batch"),
  landedHead: commit.nullable(),
  batches: z.array(batchSchema),
  block: z
    .object({
      reason: z.string(),
      by: z.string(),
      at: time,
      needs: z.string().nullable().describe('the stream or task that must land, by id'),
    })
    .nullable(),
  paused: z.boolean(),
  model: z.string().nullable().default(null).describe('a model or a level that a person asked for'),
  messages: z.array(z.string()).describe('said to the worker while its agent could not listen'),
  allowed: z
    .array(z.object({ key: z.string(), title: z.string(), at: time }))
    .default([])
    .describe('what a person has allowed for good in this stream: exactly these deeds'),
  helps: z
    .string()
    .nullable()
    .default(null)
    .describe('the stream of which it does batches beside it, in a workspace of its own'),
  absent: z
    .enum(['asked', 'kept'])
    .nullable()
    .default(null)
    .describe('begun, and the plan file no longer has it; asked: a person has to say what becomes of it'),
  amended: z
    .array(z.string())
    .default([])
    .describe('files that a person gives it beside those of the plan file'),
  handOvers: z
    .array(z.object({ file: z.string(), to: z.string(), by: z.string(), at: time }))
    .default([])
    .describe('files whose change is still to be taken out of its work, for their owners'),
})
export type StreamFacts = z.infer<typeof streamFactsSchema>

/** Why no stream of an agent starts: its provider takes no requests. Lifted when one stream has got through. */
export const haltSchema = z.object({
  reason: z.enum(['rate-limited', 'auth', 'network']),
  detail: z.string(),
  since: time,
  until: time.nullable().describe('when one stream tries again by itself; null: when a person says so'),
  tries: z.int().describe('how often in a row it was met'),
  isOver: z.boolean().describe('the time has come: one stream may try'),
  first: z.string().nullable().describe('the stream that a person wants tried; null: any'),
  probe: z.string().nullable().describe('the run that tries; null: none does yet'),
})
export type Halt = z.infer<typeof haltSchema>

/** What a gate found. Only the gate makes one (the brand), and publishing needs it. */
export const gateVerdictSchema = z
  .object({
    status: z.enum(['passed', 'failed', 'did-not-run', 'untested']),
    command: z.string().nullable(),
    tree: z.string().describe('the tree it speaks of'),
    summary: z.string(),
    failing: z.array(z.string()).describe('names of failing tests, as far as the log tells'),
    log: z.string().nullable().describe('path of the whole log'),
    seconds: z.number(),
    flaky: z
      .array(z.string())
      .default([])
      .describe('failed at first, and passed when it was run once more on the same tree'),
  })
  .brand<'GateVerdict'>()
export type GateVerdict = z.infer<typeof gateVerdictSchema>

/** One run of a landing's tests, for whoever wants to know how it came to its verdict. */
export const gateRunSchema = z.object({
  at: time,
  streams: z.array(z.string()).describe('what was put together, in the order of merging'),
  commit,
  tree: z.string(),
  status: z.enum(['passed', 'failed', 'did-not-run', 'untested']),
  summary: z.string(),
  failing: z.array(z.string()),
  log: z.string().nullable().describe('path of the whole log'),
  seconds: z.number(),
  again: z.boolean().describe('the same once more, to tell what is flaky'),
})
export type GateRun = z.infer<typeof gateRunSchema>

/** A file that was in conflict, and the rung of the ladder that settled it without an agent or a person. */
export const resolvedSchema = z.object({
  file: z.string(),
  rung: z.enum(['rerere', 'union', 'json', 'lock-file', 'mergiraf']),
})
export type Resolved = z.infer<typeof resolvedSchema>

export const leftOutSchema = z.object({
  stream: z.string(),
  reason: z.enum(['conflict', 'tests', 'unreadable', 'checks']),
  files: z.array(z.string()),
  against: z.array(z.string()).describe('streams it conflicts with; empty: with what was integrated before'),
  tests: z.array(z.string()),
  log: z.string().describe('tail of the failing log'),
  refused: z.array(resolvedSchema).optional().describe('ways to settle it that turned the tests red'),
  tasks: z
    .array(z.string())
    .optional()
    .describe('whose commits touch what the failing tests name; all of its tasks where that does not tell'),
  findings: z.array(findingSchema).optional(),
  isHistory: z
    .boolean()
    .optional()
    .describe('what was found is in its commits alone: no further work takes it out'),
})
export type LeftOut = z.infer<typeof leftOutSchema>

export const memberSchema = z.object({
  stream: z.string(),
  head: commit,
  batches: z.array(z.string()),
  resolved: z.array(resolvedSchema).optional().describe('its conflicts with those that landed before it'),
})
export type Member = z.infer<typeof memberSchema>

/** One checkpoint, merge, update or rollback: members, base, verdict and who was left out are one object. */
export const landingSchema = z.object({
  number: z.int(),
  kind: z.enum(['checkpoint', 'merge', 'update', 'rollback']),
  restores: z
    .int()
    .optional()
    .describe('of a rollback: the landing whose files it brings again; 0: those from before the first one'),
  group: z.int().describe('index of the barrier group it is about'),
  closes: z
    .array(z.string())
    .optional()
    .describe('of a merge: the streams of that group, for a plan that has other groups later'),
  state: z.enum(['composing', 'judged', 'published', 'rejected', 'failed']),
  requestedAt: time,
  endedAt: time.nullable(),
  base: commit,
  offered: z.array(memberSchema),
  members: z.array(memberSchema),
  leftOut: z.array(leftOutSchema),
  commit: commit.nullable(),
  tag: z.string().nullable(),
  decisions: z.int().describe('how many decisions it carries'),
  verdict: gateVerdictSchema.nullable(),
  gates: z.array(gateRunSchema).default([]).describe('every run of its tests, in the order they ended'),
  coverage: landingCoverageSchema.optional().describe('absent where nobody measured it'),
  detail: z.string(),
  answered: z
    .boolean()
    .default(false)
    .describe('rejected for what a person lets stay since: it may be asked for again'),
})
export type Landing = z.infer<typeof landingSchema>

/** Lines of one side, from the first to the last, counted from 1. */
const linesSchema = z.array(z.object({ first: z.int(), last: z.int() }))

/** Two streams as they are now, uncommitted work included, or a stream and what has landed, do not fit together. */
export const foreseenSchema = z.object({
  a: z.string().describe('a stream'),
  b: z.string().nullable().describe('another one; null: what has landed'),
  since: time,
  files: z
    .array(
      z.object({
        file: z.string(),
        ofA: linesSchema.describe('where; empty: it is about the whole file, or cannot be told'),
        ofB: linesSchema,
      }),
    )
    .describe('at most 50; empty: it is about a folder'),
})
export type Foreseen = z.infer<typeof foreseenSchema>

export const decisionSchema = z.object({ at: time, by: z.string(), text: z.string() })
export type Decision = z.infer<typeof decisionSchema>

/** A finding that may stay for as long as the session is: of this code in this file. */
export const allowanceSchema = z.object({ code: z.string(), file: z.string(), by: z.string(), at: time })
export type Allowance = z.infer<typeof allowanceSchema>

/** A sentence of the conversation. `about`: 'orchestrator' or a stream id. */
export const noteSchema = z.object({
  seq: z.int(),
  at: time,
  about: z.string(),
  text: z.string(),
  tone: z.enum(['info', 'good', 'warn', 'bad']),
})
export type Note = z.infer<typeof noteSchema>

export const sessionSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  slug: z.string(),
  createdAt: time,
  repo: z.object({
    root: z.string(),
    branch: z.string().nullable(),
    base: commit,
    signs: z.boolean().describe('commits of ours are to be signed as the person signs theirs'),
  }),
  plan: planSchema,
  planFile: z.string(),
  gone: z
    .array(z.object({ stream: z.string(), task: taskSchema }))
    .default([])
    .describe('tasks that the plan had once, so that one that comes back is known'),
  settings: settingsSchema,
  integration: commit.describe('what br/<slug>/integration points at'),
  streams: z.record(z.string(), streamFactsSchema),
  landings: z.array(landingSchema),
  foreseen: z.array(foreseenSchema).default([]).describe('conflicts between what is being worked on'),
  decisions: z.array(decisionSchema),
  allowed: z.array(allowanceSchema).default([]).describe('findings that a person lets stay'),
  usage: z.array(usageReportSchema).default([]).describe('what agents told; `spentOf` sums it'),
  alerts: z.array(alertSchema).default([]).describe('what has passed its limit and is not over'),
  landedBefore: z.int().default(0).describe('tasks that landed in earlier sessions of this repository'),
  auto: z.enum(['off', 'on', 'until-checkpoint']),
  paused: z.boolean(),
  halts: z.record(z.string(), haltSchema).default({}).describe('by agent, as the settings name it'),
  ended: z
    .object({ at: time, how: z.enum(['finished', 'stopped', 'needs-person']), detail: z.string() })
    .nullable(),
  notes: z.array(noteSchema),
  noteSeq: z.int(),
})
export type Session = z.infer<typeof sessionSchema>
