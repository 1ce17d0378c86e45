import { z } from 'zod'

/** What is looked for in a stream's work, and what follows when it is found. */

export const checkModeSchema = z
  .enum(['block', 'warn', 'off'])
  .describe('block: what has an error does not land; warn: it is said and lands; off: nobody looks')
export type CheckMode = z.infer<typeof checkModeSchema>

const CHECK_MODES = {
  secrets: checkModeSchema,
  'sql-injection': checkModeSchema,
  drift: checkModeSchema,
  contract: checkModeSchema,
}

export const rewriteSchema = z
  .enum(['ask', 'auto'])
  .describe(
    'who says that commits are made one, without what was taken out again: a person, or auto by itself',
  )

const coverageShape = {
  mode: checkModeSchema,
  minimum: z.number().min(0).max(100).describe('percent of the lines of each stream’s change'),
  total: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe('percent of all lines that are measured; without it a fall is said, and no more'),
  reports: z.array(z.string().min(1)).describe('files the tests write, below the top of the repository'),
}

/** As a repository configures them: what is left out keeps its default. */
export const checksConfigSchema = z
  .strictObject({
    ...CHECK_MODES,
    rewrite: rewriteSchema,
    coverage: z.strictObject(coverageShape).partial(),
  })
  .partial()
export type ChecksConfig = z.infer<typeof checksConfigSchema>

/** As they hold for a session. No reports: those that are known by their names are looked for. */
export const checkSettingsSchema = z.object({
  ...CHECK_MODES,
  rewrite: rewriteSchema.default('ask'),
  coverage: z.object(coverageShape),
})
export type CheckSettings = z.infer<typeof checkSettingsSchema>

export const DEFAULT_CHECKS: CheckSettings = {
  secrets: 'block',
  'sql-injection': 'block',
  drift: 'block',
  contract: 'block',
  rewrite: 'ask',
  coverage: { mode: 'block', minimum: 85, reports: [] },
}
