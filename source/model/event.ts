import { z } from 'zod'
import { alertLevelSchema, alertNameSchema } from './alert.ts'
import { landingCoverageSchema } from './coverage.ts'
import { findingSchema } from './finding.ts'
import { planSchema } from './plan.ts'
import { budgetSchema, routedSchema } from './routing.ts'
import {
  askSchema,
  endingSchema,
  foreseenSchema,
  gateRunSchema,
  gateVerdictSchema,
  handedSchema,
  landingSchema,
  leftOutSchema,
  memberSchema,
  noteSchema,
  permissionAnswerSchema,
  sessionSchema,
  silenceSchema,
  workerRefSchema,
} from './session.ts'
import { costSchema, usageReportSchema } from './usage.ts'

/** What has happened, in the past tense: the only thing that changes a session. `at`: ms since 1970. */

const commit = z.string()
const by = z.string().describe("'you', 'auto', 'host' or a stream id")

function event<const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.object({ type: z.literal(type), at: z.number(), ...shape })
}

const ofRun = { stream: z.string(), batch: z.string(), run: z.string() }

export const eventSchema = z.discriminatedUnion('type', [
  event('session-opened', { session: sessionSchema }),
  event('session-resumed', { workers: z.int(), agent: z.string().nullable() }),
  event('session-stopped', { by }),
  event('session-finished', {}),
  event('plan-reread', { plan: planSchema, by }),
  event('stream-dropped', { stream: z.string(), by }),
  event('stream-kept', { stream: z.string(), by }),
  event('session-paused', { by }),
  event('session-continued', { by }),
  event('auto-switched', { to: sessionSchema.shape.auto, by }),

  event('stream-preparing', { stream: z.string() }),
  event('stream-prepared', {
    stream: z.string(),
    path: z.string(),
    base: commit,
    head: commit,
    notes: z.array(z.string()),
  }),
  event('stream-not-prepared', { stream: z.string(), detail: z.string() }),
  event('stream-synced', {
    stream: z.string(),
    base: commit,
    head: commit,
    conflicts: z.array(z.string()),
    scratch: z.string().optional().describe('the worktree that a conflict is resolved in'),
  }),
  event('stream-published', { stream: z.string(), detail: z.string().nullable() }),
  event('stream-blocked', { stream: z.string(), reason: z.string(), needs: z.string().nullable(), by }),
  event('stream-unblocked', { stream: z.string(), by }),
  event('stream-helped', {
    stream: z.string(),
    batch: z.string().describe('that of the stream which another one does from now on'),
    helper: z.string(),
    by,
  }),
  event('stream-paused', { stream: z.string(), by }),
  event('stream-continued', { stream: z.string(), by }),
  event('message-left', { stream: z.string(), text: z.string() }),

  event('batch-requested', { stream: z.string(), batch: z.string(), by }),
  event('batch-skipped', { stream: z.string(), batch: z.string(), by }),
  event('conflict-handed', {
    stream: z.string(),
    batch: z.string(),
    to: z.enum(['agent', 'person', 'aborting']),
    by,
  }),
  event('conflict-aborted', {
    stream: z.string(),
    batch: z.string(),
    base: commit.describe('of what has landed, what its workspace has again'),
    head: commit,
    kept: commit.nullable().describe('what there was of a resolution'),
  }),
  event('repair-requested', { stream: z.string(), failure: z.string(), by }),
  event('attempt-opened', { ...ofRun, agent: z.string() }),
  event('attempt-started', {
    ...ofRun,
    base: commit,
    worker: workerRefSchema.nullable(),
    told: z.int().describe('how many of the messages left for the stream the worker was given'),
    listens: z.boolean().optional().describe('what is said to it while it works reaches it'),
  }),
  event('attempt-routed', { ...ofRun, routed: routedSchema }),
  event('model-settled', { ...ofRun, model: z.string().nullable(), refused: z.array(z.string()) }),
  event('usage-reported', {
    report: usageReportSchema,
    elsewhere: costSchema.describe('what other sessions have spent today'),
  }),
  event('model-asked', { stream: z.string(), model: z.string().nullable(), by }),
  event('budget-set', { ceiling: budgetSchema.keyof(), usd: z.number().nullable(), by }),
  event('attempt-progressed', {
    ...ofRun,
    completed: z.array(z.string()),
    note: z.string(),
    blocked: z.string().nullable().optional().describe('what it reports to be blocked by'),
  }),
  event('question-asked', { ...ofRun, text: z.string() }),
  event('attempt-in-session', { ...ofRun, agentSession: z.string() }),
  event('attempt-silent', { ...ofRun, silence: silenceSchema.nullable().describe('null: it goes on') }),
  event('permission-asked', { ...ofRun, ask: askSchema }),
  event('permission-answered', { ...ofRun, ...permissionAnswerSchema.shape, by }),
  event('permission-withdrawn', { ...ofRun, id: z.string() }),
  event('attempt-cancelled', { ...ofRun, by }),
  event('attempt-handed-in', { ...ofRun, by }),
  event('attempt-exited', ofRun),
  event('attempt-ended', {
    ...ofRun,
    ending: endingSchema,
    head: commit.nullable(),
    files: z.array(z.string()),
    notes: z.array(z.string()),
    needs: z.string().nullable(),
    findings: z.array(findingSchema).optional(),
  }),
  event('finding-allowed', { code: z.string(), file: z.string(), by }),
  event('rewrite-asked', { ...ofRun, by }),
  event('attempt-not-judged', { ...ofRun, detail: z.string() }),
  event('plan-amended', { stream: z.string(), file: z.string(), by }),
  event('hand-over-asked', { stream: z.string(), file: z.string(), to: z.string(), by }),
  event('file-handed-over', {
    stream: z.string(),
    to: z.string(),
    file: z.string(),
    kept: handedSchema.nullable().describe('null: nothing was left of the change'),
  }),
  event('change-refused', {
    stream: z.string(),
    file: z.string(),
    why: z.string().describe('may be empty'),
    by,
  }),

  event('halt-over', {
    agent: z.string(),
    until: z.number().nullable().describe('of the halt that it is about'),
    stream: z.string().nullable().describe('the one that is to try; null: any'),
    by: z.string().describe("'clock', or who did not want to wait"),
  }),
  event('halt-lifted', { agent: z.string() }),

  event('landing-requested', {
    kind: landingSchema.shape.kind,
    restores: landingSchema.shape.restores,
    by,
  }),
  event('landing-judged', {
    number: z.int(),
    commit: commit.nullable(),
    members: z.array(memberSchema),
    leftOut: z.array(leftOutSchema),
    decisions: z.int(),
    verdict: gateVerdictSchema,
    gates: z.array(gateRunSchema).optional(),
    coverage: landingCoverageSchema.optional(),
    detail: z.string(),
    notes: z.array(z.string()).optional(),
  }),
  event('landing-published', { number: z.int(), tag: z.string().nullable(), notes: z.array(z.string()) }),
  event('landing-failed', { number: z.int(), detail: z.string() }),

  event('bring-back-asked', { stream: z.string(), by }),
  event('work-brought-back', {
    stream: z.string(),
    base: commit.describe('of what has landed, what its workspace is brought up to'),
    head: commit,
  }),
  event('conflicts-foreseen', {
    pairs: z
      .array(foreseenSchema.omit({ since: true }))
      .describe('all that there are now: one that is not named is over'),
  }),

  event('alert-raised', {
    id: z.string(),
    name: alertNameSchema,
    level: alertLevelSchema,
    about: z.string(),
    value: z.number(),
    text: z.string(),
  }),
  event('alert-cleared', { id: z.string() }),
  event('alert-dismissed', {
    id: z.string(),
    until: z.number().nullable().describe('null: until it is raised again'),
    by,
  }),

  event('decision-recorded', { by, text: z.string() }),
  event('noticed', { about: z.string(), text: z.string(), tone: noteSchema.shape.tone }),
])
export type Event = z.infer<typeof eventSchema>
export type EventOf<Type extends Event['type']> = Extract<Event, { type: Type }>
