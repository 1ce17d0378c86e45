import { z } from 'zod'

/** Of so many lines that can be run so many ran in the tests. */
export const shareSchema = z.object({
  covered: z.int(),
  measured: z.int(),
  percent: z.number().describe('cut after two decimals, not rounded'),
})
export type Share = z.infer<typeof shareSchema>

/** What the tests of a landing ran. */
export const landingCoverageSchema = z.object({
  total: shareSchema.describe('of everything that is measured'),
  before: shareSchema
    .nullable()
    .describe('the same where the landing begins; null: its landing did not measure it with these tests'),
  wanted: z.number().nullable().describe('percent of the total; null: nobody said'),
  changed: z
    .array(z.object({ stream: z.string(), share: shareSchema.nullable() }))
    .describe('of the lines of each stream; null: none of them can be run, or it is not known'),
})
export type LandingCoverage = z.infer<typeof landingCoverageSchema>
