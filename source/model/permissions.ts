import { z } from 'zod'

const patterns = z.array(z.string().min(1).max(500)).max(200).default([])

const rulesSchema = z.strictObject({
  run: patterns.describe("commands, word by word: 'npm test', 'git log **'"),
  edit: patterns.describe("files by their path in the workspace: 'docs/**'"),
})

/** What agents are allowed and denied without anybody being asked. A person's, never a repository's. */
export const permissionsSchema = z.strictObject({
  allow: rulesSchema.prefault({}),
  deny: rulesSchema.prefault({}),
})
export type Permissions = z.infer<typeof permissionsSchema>
