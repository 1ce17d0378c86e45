import { z } from 'zod'

/** What agents used, as they tell it. */

const count = z.number().nonnegative()

export const tokensSchema = z.object({
  in: count.describe('new input: without what was read from the cache or written to it'),
  out: count,
  cacheRead: count,
  cacheWrite: count,
})
export type Tokens = z.infer<typeof tokensSchema>

export const usageSchema = z.object({
  tokens: tokensSchema,
  usd: count.nullable().describe('as the agent tells it; null: it tells none'),
  model: z.string().nullable().describe('the model that came back, not the one that was asked for'),
})

export type Usage = z.infer<typeof usageSchema>

/** What a worker tells of its agent's use. */
export const toldUsageSchema = z.object({
  usage: usageSchema,
  session: z.string().nullable().describe("the agent's own name of its session"),
})
export type ToldUsage = z.infer<typeof toldUsageSchema>

/** Counters of an agent's session from its beginning to this moment: a later report holds the earlier ones. */
export const usageReportSchema = usageSchema.extend({
  at: z.number().describe('ms since 1970'),
  agent: z.string(),
  session: z
    .string()
    .nullable()
    .describe("the agent's own name of its session; null: a session for this run"),
  run: z.string(),
  stream: z.string(),
  batch: z.string(),
  rates: tokensSchema
    .nullable()
    .default(null)
    .describe('USD per million tokens of the model at that time; null: unknown'),
})
export type UsageReport = z.infer<typeof usageReportSchema>

/** Money of which a part may not be known: `usd` is what is known, `atLeast` that there is more. */
export const costSchema = z.object({ usd: z.number(), atLeast: z.boolean() })
export type Cost = z.infer<typeof costSchema>
