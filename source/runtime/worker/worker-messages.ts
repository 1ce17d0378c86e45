import { z } from 'zod'
import { askSchema, permissionAnswerSchema, silenceSchema } from '../../model/session.ts'
import { toldUsageSchema, usageSchema } from '../../model/usage.ts'

/** What the agent says of its work, as far as it could be understood. */
const statusReportSchema = z.object({
  status: z.enum(['running', 'blocked', 'complete', 'failed']),
  completed: z.array(z.string()).describe('task ids'),
  needs: z.string(),
  note: z.string(),
  // A worker of an older version does not say these.
  decisions: z.array(z.string()).default([]).describe('for every stream'),
  questions: z.array(z.string()).default([]).describe('to the person'),
  usage: usageSchema.nullable().default(null).describe('what the run has used so far'),
})
export type StatusReport = z.infer<typeof statusReportSchema>

/** The model that the agent says it works with, and those it said no to. */
const ranSchema = z.object({ model: z.string().nullable(), refused: z.array(z.string()) })

/** `exit.json`: how a run ended, with the agent's last word. Whether it is done is for others to decide. */
export const workerExitSchema = z.object({
  run: z.string(),
  kind: z
    .enum([
      ...(['exited', 'signalled', 'timed-out', 'cancelled', 'spawn-failed'] as const),
      // Of an agent that is talked to, which tells how it ended.
      ...([
        'finished',
        'refused',
        'max-turns',
        'rate-limited',
        'auth',
        'network',
        'crashed',
        'unfit',
      ] as const),
    ])
    .describe('unfit: it could not be made to work in its workspace alone, or to ask'),
  exit: z.int().nullable(),
  signal: z.string().nullable(),
  detail: z.string().describe('one sentence of evidence'),
  startedAt: z.number(),
  endedAt: z.number(),
  status: statusReportSchema.nullable(),
  used: toldUsageSchema.nullable().default(null).describe('the last that its agent told'),
  ran: ranSchema.nullable().default(null),
  retryAt: z
    .number()
    .nullable()
    .default(null)
    .describe('when its provider takes requests again, ms since 1970'),
  session: z.string().nullable().default(null).describe("the agent's own id of its session"),
})
export type WorkerExit = z.infer<typeof workerExitSchema>

/** How far a log has grown: the host reads there what it wants to see. */
const logEnd = { offset: z.int().describe('bytes'), lines: z.int().describe('lines that have ended') }

/** Worker to host. Its output stays in the log; the worker only says that there is more. */
export const workerMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    run: z.string(),
    pid: z.int(),
    startTime: z.string(),
    ...logEnd,
    paused: z.boolean(),
    // A worker of an older version does not say it.
    asks: z
      .string()
      .nullable()
      .default(null)
      .describe('the id of what it waits for a person with; that is told next'),
    reached: z.boolean().default(false),
    session: z.string().nullable().default(null),
  }),
  z.object({ type: z.literal('asked'), ...askSchema.shape }),
  z.object({ type: z.literal('session'), id: z.string().describe("the agent's own; said once") }),
  z.object({ type: z.literal('reached') }).describe("its agent's provider has answered; said once"),
  z.object({ type: z.literal('silent'), silence: silenceSchema.nullable() }),
  z.object({ type: z.literal('settled'), id: z.string().describe('of what was asked') }),
  z.object({ type: z.literal('output'), ...logEnd }),
  z.object({ type: z.literal('status'), status: statusReportSchema }),
  z.object({ type: z.literal('usage'), ...toldUsageSchema.shape }),
  z.object({ type: z.literal('model'), ...ranSchema.shape }),
  z.object({ type: z.literal('paused'), paused: z.boolean() }),
  z.object({ type: z.literal('ended'), exit: workerExitSchema }),
])
export type WorkerMessage = z.infer<typeof workerMessageSchema>

/** Host to worker. `cancel` and `stop` differ only in what the ending says. */
export const workerCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['cancel', 'pause', 'resume', 'stop']) }),
  z.object({ type: z.literal('answer'), ...permissionAnswerSchema.shape }),
  z.object({ type: z.literal('say'), text: z.string() }),
])
export type WorkerCommand = z.infer<typeof workerCommandSchema>
