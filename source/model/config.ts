import { z } from 'zod'
import { alertsConfigSchema } from './alert.ts'
import { checkSettingsSchema, checksConfigSchema, DEFAULT_CHECKS } from './checks.ts'
import { budgetSchema, modelsConfigSchema } from './routing.ts'

const command = z.string().min(1)

/** `br.config.json` in a repository. Read from the base commit, never from a stream's own changes. */
export const projectConfigSchema = z
  .strictObject({
    agent: z
      .string()
      .describe(
        "who works: 'claude', 'codex', 'gemini', 'opencode', 'acp: COMMAND ARGS', 'cmd: PROGRAM ARGS', 'scripted' or 'manual'",
      ),
    agents: z.record(z.string(), z.string()).describe('another agent for single streams, by stream id'),
    workers: z.int().min(1).max(16),
    setup: z.array(command).describe('shell commands run once in a fresh workspace'),
    copy: z.array(z.string()).describe('ignored files to bring into a workspace, such as .env'),
    tests: z.strictObject({
      smoke: command.optional().describe('run at a checkpoint; "none" for no tests'),
      full: command.optional().describe('run at a merge; "none" for no tests'),
      atOnce: z
        .int()
        .min(1)
        .max(2)
        .optional()
        .describe('how many runs may go side by side when it is looked for who turned them red'),
    }),
    checks: checksConfigSchema.describe('what is looked for in the work of streams, and what then follows'),
    contracts: z.array(z.string()).describe('files that are shared interfaces between streams'),
    env: z.array(z.string()).describe('names of environment variables passed on to agents'),
    help: z
      .enum(['on', 'safe', 'off'])
      .describe(
        "whether a free worker helps a slower stream: 'safe', only with tasks that the plan marks as parallel; 'on', with any of declared files that nobody else has",
      ),
    retries: z.int().min(0).max(10).describe('how often a failed batch is tried again by itself'),
    timeouts: z
      .strictObject({
        setup: z.number().positive(),
        batch: z.number().positive(),
        tests: z.number().positive(),
        silent: z.number().positive().describe('without output and CPU; it then looks stuck'),
        snapshot: z
          .number()
          .min(1)
          .max(86_400)
          .describe('between two snapshots of what is uncommitted while a worker runs'),
      })
      .partial()
      .describe('seconds'),
    models: modelsConfigSchema.describe('which model does work of which complexity'),
    budget: budgetSchema.describe('ceilings in USD that stop work before more is spent'),
    alerts: alertsConfigSchema.describe('limits at which something is told, or off'),
  })
  .partial()
export type ProjectConfig = z.infer<typeof projectConfigSchema>

/** A test command with where it comes from. `none`: switched off on purpose; `not-configured`: nobody said any. */
export const testSettingSchema = z.discriminatedUnion('source', [
  z.object({
    source: z.enum(['configured', 'detected']),
    command: z.string(),
    from: z.string().optional().describe('the file of the repository that says so'),
  }),
  z.object({ source: z.enum(['none', 'not-configured']), command: z.null() }),
])
export type TestSetting = z.infer<typeof testSettingSchema>

/** What holds for one session: flags over repository over person over what was detected. */
export const settingsSchema = z.object({
  agent: z.string(),
  agents: z.record(z.string(), z.string()),
  workers: z.int(),
  setup: z.array(z.string()),
  install: z.object({ command: z.string(), lockFile: z.string() }).nullable(),
  copy: z.array(z.string()),
  tests: z.object({ smoke: testSettingSchema, full: testSettingSchema, atOnce: z.int().default(1) }),
  contracts: z.array(z.string()),
  env: z.array(z.string()),
  help: z.enum(['on', 'safe', 'off']).default('safe'),
  retries: z.int(),
  timeouts: z
    .object({
      setup: z.number(),
      batch: z.number(),
      tests: z.number(),
      silent: z.number().default(600),
      snapshot: z.number().default(180),
    })
    .describe('seconds'),
  checks: checkSettingsSchema.default(DEFAULT_CHECKS),
  models: modelsConfigSchema.default({}),
  budget: budgetSchema.default({}),
  alerts: alertsConfigSchema.default({}),
})
export type Settings = z.infer<typeof settingsSchema>
