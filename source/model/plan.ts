import { z } from 'zod'

/** Model of a plan, the same for every format. Lines and columns count from 1. */

export const taskSchema = z.object({
  id: z.string().describe('unique in the plan: the stream id, a dot, the number in the stream'),
  sourceId: z.string().nullable().describe("the plan's own id or number of the task"),
  title: z.string(),
  state: z.enum(['open', 'active', 'done', 'skipped']),
  optional: z.boolean(),
  parallel: z.boolean(),
  files: z.array(z.string()),
  dependsOn: z.array(z.string()).describe('task ids'),
  line: z.int(),
  run: z.array(z.string()).describe('shell steps the task carries, for the scripted agent'),
  onConflict: z.array(z.string()).describe('its steps when the work of this task conflicts with what landed'),
  onRepair: z.array(z.string()).describe('its steps when the tests fail with the work of this task'),
})
export type Task = z.infer<typeof taskSchema>

export const streamSchema = z.object({
  id: z.string(),
  title: z.string(),
  duration: z.number().nullable().describe("in the plan's unit; null where the plan is silent"),
  line: z.int(),
  files: z.array(z.string()),
  dependsOn: z
    .array(z.string())
    .describe('stream ids that must have landed; without what a barrier says already'),
  softDependsOn: z.array(z.string()).describe('stream ids that should come first but do not hold it up'),
  tasks: z.array(taskSchema),
  why: z
    .string()
    .default('')
    .describe('how its tasks came together, where the plan itself has no streams; empty where it has'),
})
export type Stream = z.infer<typeof streamSchema>

export const phaseSchema = z.object({
  id: z.string(),
  title: z.string(),
  mode: z.enum(['parallel', 'sequential']),
  barrier: z.boolean().describe('everything before this phase must have landed'),
  line: z.int(),
  streams: z.array(streamSchema),
})
export type Phase = z.infer<typeof phaseSchema>

export const claimsSchema = z.object({
  sequential: z.number().nullable(),
  parallel: z.number().nullable(),
  savedPercent: z.number().nullable(),
})

export const planSchema = z.object({
  title: z.string(),
  slug: z.string(),
  format: z.string(),
  unit: z.enum(['days', 'tasks']),
  phases: z.array(phaseSchema),
  contracts: z.array(z.string()).describe('files that are shared interfaces between streams'),
  claims: claimsSchema,
})
export type Plan = z.infer<typeof planSchema>

export const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  message: z.string(),
  line: z.int(),
  column: z.int(),
  endColumn: z.int().describe('the column after the last character that is meant'),
  quote: z.string().describe('the line it is about, as written'),
})
export type Diagnostic = z.infer<typeof diagnosticSchema>

/** A piece of one stream that a worker does in one go. Ids are unique per stream. */
export const plannedBatchSchema = z.object({ id: z.string(), stream: z.string(), tasks: z.array(z.string()) })
export type PlannedBatch = z.infer<typeof plannedBatchSchema>

export const scheduledStreamSchema = z.object({
  id: z.string(),
  start: z.number(),
  end: z.number(),
  worker: z.int().describe('counts from 1'),
})

export const scheduleSchema = z.object({
  workers: z.int(),
  sequential: z.number(),
  parallel: z.number(),
  lowerBound: z.number(),
  saved: z.number(),
  savedPercent: z.number(),
  criticalPath: z.array(z.string()),
  streams: z.array(scheduledStreamSchema),
})
export type Schedule = z.infer<typeof scheduleSchema>

export const overlapSchema = z.object({ file: z.string(), streams: z.array(z.string()) })
export type Overlap = z.infer<typeof overlapSchema>

/** What `br-tui plan --json` prints. */
export const planReportSchema = planSchema.extend({
  batches: z.array(plannedBatchSchema),
  schedule: scheduleSchema,
  overlaps: z.array(overlapSchema),
  diagnostics: z.array(diagnosticSchema),
})
export type PlanReport = z.infer<typeof planReportSchema>
