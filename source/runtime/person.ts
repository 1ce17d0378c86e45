import { join } from 'node:path'
import Conf from 'conf'
import { z } from 'zod'
import { alertsConfigSchema } from '../model/alert.ts'
import { rewriteSchema } from '../model/checks.ts'
import { permissionsSchema } from '../model/permissions.ts'
import { ok, problem, type Result } from '../model/result.ts'
import { budgetSchema, modelsConfigSchema } from '../model/routing.ts'
import { unreadableRule } from '../policy/judge.ts'

const personSchema = z.object({
  agent: z.string().optional(),
  workers: z.int().min(1).max(16).optional(),
  models: modelsConfigSchema.default({}),
  /** What agents are allowed and denied without asking. */
  permissions: permissionsSchema.prefault({}),
  budget: budgetSchema.default({}),
  /** Hashes of what they said yes to. */
  trusted: z.array(z.string()).default([]),
  theme: z.enum(['auto', 'dark', 'light', 'contrast', 'plain']).default('auto'),
  /** Name of a key's action → the keys it has in place of its own. */
  keys: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  /** Whether `auto` makes commits one by itself. */
  rewrite: rewriteSchema.optional(),
  notifications: z.boolean().default(true),
  /** Limits, where a repository sets none. */
  alerts: alertsConfigSchema.default({}),
  /** A shell command of theirs, run when an alert is raised or over. */
  onAlert: z.string().min(1).optional(),
  /** Whether figures of sessions are kept on this machine. */
  telemetry: z.boolean().default(true),
  /** Where they are sent to as well. */
  otlp: z.url({ protocol: /^https?$/ }).optional(),
  /** How much is kept, for each repository, of what sessions leave that are over. */
  keep: z.object({ gigabytes: z.number().nonnegative().default(10) }).prefault({}),
  /** Where `open` opens: in the stream's pane, or in place of the screen. */
  open: z.enum(['pane', 'outside']).default('pane'),
  /** Whether a host serves the page from its beginning, and on which port. */
  dashboard: z.union([z.boolean(), z.int().min(1).max(65_535)]).default(false),
})

export interface Person extends Omit<z.infer<typeof personSchema>, 'trusted'> {
  /** Where they are kept. */
  path: string
  setTelemetry: (isOn: boolean) => void
  isTrusted: (hash: string) => boolean
  trust: (hash: string) => Result<void>
}

/** What one person wants everywhere, kept by conf in the folder for their settings. */
export function openPerson(env: NodeJS.ProcessEnv): Result<Person> {
  try {
    const conf = new Conf<Record<string, unknown>>({
      projectName: 'br-tui',
      projectSuffix: '',
      ...(env.BR_HOME ? { cwd: join(env.BR_HOME, 'config') } : {}),
      configFileMode: 0o600,
    })
    const parsed = personSchema.safeParse(conf.store)
    if (!parsed.success)
      return problem(`Your settings in ${conf.path} are not valid: ${z.prettifyError(parsed.error)}.`)
    const rule = unreadableRule(parsed.data.permissions)
    if (rule !== null)
      return problem(`A rule of permissions in ${conf.path} cannot be read: ${rule}.`, 'Close its quotes.')
    const { trusted, ...wanted } = parsed.data
    return ok({
      ...wanted,
      path: conf.path,
      setTelemetry: (isOn) => conf.set('telemetry', isOn),
      isTrusted: (hash) => trusted.includes(hash),
      trust: (hash) => {
        if (!trusted.includes(hash)) trusted.push(hash)
        conf.set('trusted', trusted)
        return ok(undefined)
      },
    })
  } catch (error) {
    return problem(`Your settings cannot be read: ${(error as Error).message}.`, 'Mend or remove that file.')
  }
}
