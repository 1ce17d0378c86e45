import { z } from 'zod'

/** What is watched. Each has a record in engine/alerts/. */
export const ALERT_NAMES = [
  'success-rate',
  'error-rate',
  'batch-time',
  'session-cost',
  'day-cost',
  'budget',
  'gate-failures',
  'silence',
  'forecast',
  'findings',
  'readiness',
] as const
export const alertNameSchema = z.enum(ALERT_NAMES)
export type AlertName = z.infer<typeof alertNameSchema>

/** One value may be said twice: first as a warning, then as urgent. A notice is no trouble: something has become possible. */
export const alertLevelSchema = z.enum(['notice', 'warning', 'urgent'])
export type AlertLevel = z.infer<typeof alertLevelSchema>

export const limitsSchema = z.strictObject({
  warning: z.number().describe('at this value it is raised'),
  urgent: z.number().describe('at this value it is raised once more, as urgent'),
  clear: z
    .number()
    .describe('at this value it is over; apart from the other two, so that it does not come and go'),
})
export type Limits = z.infer<typeof limitsSchema>

/** As a repository or a person configures them: what is left out keeps its default. */
export const alertsConfigSchema = z.partialRecord(
  alertNameSchema,
  z.union([z.literal('off'), limitsSchema.partial()]),
)
export type AlertsConfig = z.infer<typeof alertsConfigSchema>

/** Something that passed its limit, once. It stays until it is over, also when nobody wants to see it for a while. */
export const alertSchema = z.object({
  id: z.string().describe("its name, with the stream's where it is about one: silence:telemetry"),
  name: alertNameSchema,
  level: alertLevelSchema,
  about: z.string().describe("'orchestrator' or a stream id"),
  value: z.number(),
  text: z.string().describe('one sentence: the value, what it is made of, and the limit'),
  since: z.number().describe('ms since 1970'),
  raisedAt: z.number().describe('when it got the level that it has'),
  dismissed: z
    .object({ at: z.number(), until: z.number().nullable().describe('null: until it is raised again') })
    .nullable()
    .default(null),
})
export type Alert = z.infer<typeof alertSchema>
