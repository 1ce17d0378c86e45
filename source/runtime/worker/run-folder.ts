import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { permissionsSchema } from '../../model/permissions.ts'
import { ok, problem, type Result } from '../../model/result.ts'
import type { Decision } from '../../model/session.ts'
import { toldUsageSchema } from '../../model/usage.ts'
import { type BatchBrief, commandFile, decisionsFile, promptFile } from './batch-files.ts'
import { runPaths } from './run-paths.ts'
import { writeWholeFile } from './write-whole-file.ts'

/** What a worker process must know: `run.json` in the folder it is started on. */
const workerSpecSchema = z.object({
  run: z.string().min(1),
  session: z.string(),
  stream: z.string(),
  batch: z.string(),
  argv: z.array(z.string()).min(1),
  cwd: z.string(),
  base: z.string().describe('the commit the batch begins from'),
  env: z.record(z.string(), z.string()),
  timeoutSeconds: z.number().positive().nullable(),
  silentSeconds: z.number().positive().describe('without output and CPU, after which it looks stuck'),
  graceMs: z.int().min(0).describe('between asking a process to end and killing it'),
  statusFile: z.string(),
  logFile: z.string(),
  exitFile: z.string(),
  socket: z.string(),
  maskNames: z.array(z.string()).describe('variables whose values are secret, whatever their names say'),
  maskValues: z
    .array(z.string())
    .default([])
    .describe('secret values that the agent is not given, but may find in files of the person'),
  acp: z
    .object({
      mode: z.string().nullable(),
      files: z.boolean().default(true).describe('it may read and write files through us'),
      branch: z.string().describe('what its workspace must be on'),
      promptFile: z.string(),
      resume: z.string().nullable().describe("the agent's own session of the last try"),
      permissions: permissionsSchema.describe("the person's rules for what is asked"),
      allowed: z.array(z.string()).describe('keys of what was allowed for good in the stream'),
      tools: z.array(z.string()).default([]).describe('argv of the MCP server it is given'),
      models: z.array(z.string()).describe('to ask for in turn; empty: none is chosen'),
      used: toldUsageSchema
        .nullable()
        .default(null)
        .describe("what was told before of the agent's session that is taken up again"),
    })
    .nullable()
    .describe('an agent that is talked to'),
})
export type WorkerSpec = z.infer<typeof workerSpecSchema>

/** One try at one batch, as the host orders it. */
export interface RunOrder {
  run: string
  brief: BatchBrief
  start: { argv: string[]; script: string | null; acp?: Omit<NonNullable<WorkerSpec['acp']>, 'promptFile'> }
  cwd: string
  base: string
  env: Record<string, string>
  socket: string
  timeoutSeconds: number | null
  silentSeconds: number
  graceMs?: number
  maskNames: string[]
  maskValues?: string[]
}

/** Makes the folder of a run, readable by its owner only, with all that worker and agent need to begin. */
export async function writeRunFolder(dir: string, order: RunOrder): Promise<Result<WorkerSpec>> {
  const { run, brief, start, cwd, base, env, socket, timeoutSeconds, maskNames } = order
  const paths = runPaths(dir)
  const spec: WorkerSpec = {
    ...{ run, session: brief.session, stream: brief.stream, batch: brief.batch },
    argv: start.script === null ? start.argv : [...start.argv, paths.steps],
    ...{ cwd, base, env, timeoutSeconds, silentSeconds: order.silentSeconds, graceMs: order.graceMs ?? 3000 },
    ...{ statusFile: paths.status, logFile: paths.log, exitFile: paths.exit, socket, maskNames },
    maskValues: order.maskValues ?? [],
    acp: start.acp ? { ...start.acp, promptFile: paths.prompt } : null,
  }
  try {
    await mkdir(dirname(dir), { recursive: true, mode: 0o700 })
    await mkdir(dir, { mode: 0o700 })
    await mkdir(paths.tmp, { mode: 0o700 })
    await mkdir(dirname(paths.status), { mode: 0o700 })
    const write = (path: string, text: string) => writeFile(path, text, { mode: 0o600, flag: 'wx' })
    await write(paths.command, commandFile(brief))
    await write(paths.prompt, promptFile(brief, start.acp ? 'turn' : 'exit'))
    await write(paths.decisions, decisionsFile(brief.decisions))
    if (start.script !== null) await write(paths.steps, start.script)
    await write(paths.spec, JSON.stringify(spec))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return problem(`The folder of the run could not be written: ${why}.`, 'See that the disk has room.')
  }
  return ok(spec)
}

/** Brings a running agent's BR_DECISIONS_FILE up to date. */
export function writeDecisions(dir: string, decisions: Decision[]): void {
  writeWholeFile(runPaths(dir).decisions, decisionsFile(decisions))
}

/**
 * Hands the spec to the worker and takes the environment and all other secrets out of the file: the folder is kept for
 * as long as the session.
 */
export async function takeWorkerSpec(dir: string): Promise<WorkerSpec> {
  const path = runPaths(dir).spec
  const spec = workerSpecSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  writeWholeFile(path, JSON.stringify({ ...spec, env: {}, maskValues: [] }))
  return spec
}
