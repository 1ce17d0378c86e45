import { z } from 'zod'
import { projectConfigSchema } from './config.ts'
import { eventSchema } from './event.ts'
import {
  anchorSchema,
  paneViewSchema,
  rowSchema,
  scrollMoveSchema,
  terminalProgramSchema,
  terminalSizeSchema,
} from './screen.ts'
import { sessionSchema } from './session.ts'

export const overridesSchema = projectConfigSchema.pick({ agent: true, workers: true, budget: true })
export type Overrides = z.infer<typeof overridesSchema>

export const answerSchema = z.object({
  text: z.string(),
  exit: z.int().min(0).max(4),
  open: z.string().nullable().optional().describe('a folder the client may open in an editor or shell'),
  terminal: z
    .object({ stream: z.string(), program: terminalProgramSchema.nullable() })
    .optional()
    .describe("it may be opened in the stream's pane; null: what runs there already, else a shell"),
  quit: z.boolean().optional(),
})
/** What a command answers; `exit` is the exit code of `br-tui send`. */
export type Answer = z.infer<typeof answerSchema>

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.int(),
    version: z.string(),
    run: z
      .string()
      .nullable()
      .describe("the client's BR_RUN: a process of a worker may not approve, merge or stop"),
    stream: z.string().nullable(),
  }),
  z.object({ type: z.literal('stop') }),
  z.object({
    type: z.literal('open'),
    request: z.int(),
    planFile: z.string().nullable(),
    planText: z.string().nullable(),
    format: z.string().nullable(),
    overrides: overridesSchema,
    trust: z.array(z.string()).describe('content hashes a person trusted just now'),
    replace: z.boolean().describe('put an unfinished session of another plan aside'),
    auto: z.enum(['off', 'on', 'until-checkpoint']).nullable(),
  }),
  z.object({ type: z.literal('type'), request: z.int(), focus: z.string().nullable(), text: z.string() }),
  z.object({
    type: z.literal('watch'),
    events: z.boolean(),
    output: z.array(z.string()).describe('streams whose output is wanted'),
  }),
  z.object({
    type: z.literal('view'),
    generation: z
      .int()
      .describe('counts up with every change of size; rows of an older one are not for this screen'),
    panes: z.array(paneViewSchema).max(32).describe('the panes that are seen, the focused one first'),
  }),
  z.object({
    type: z.literal('picture'),
    columns: z.int().min(1).max(1000),
    rows: z.int().min(1).max(1000),
    look: z.record(z.string(), z.string()).describe('what the environment says of the terminal'),
  }),
  z.object({ type: z.literal('scroll'), pane: z.string(), move: scrollMoveSchema }),
  z.object({
    type: z.literal('search'),
    request: z.int(),
    pane: z.string(),
    text: z.string().min(1).max(200),
    from: anchorSchema.nullable().describe('null: from the end'),
    direction: z.enum(['up', 'down']),
  }),
  z.object({
    type: z.literal('open-terminal'),
    request: z.int(),
    stream: z.string(),
    program: terminalProgramSchema.nullable().describe('null: what runs there already, else a shell'),
    size: terminalSizeSchema,
    env: z.record(z.string(), z.string()).describe("the person's environment, which theirs is made of"),
  }),
  z.object({
    type: z.literal('terminal-input'),
    stream: z.string(),
    text: z.string(),
    isPaste: z.boolean().describe('one text, else what a key sends'),
  }),
])
export type ClientMessage = z.infer<typeof clientMessageSchema>

/** What a repository wants to run on this machine, and the hash a person trusts it by. */
export const trustRequestSchema = z.object({ hash: z.string(), commands: z.array(z.string()) })
export type TrustRequest = z.infer<typeof trustRequestSchema>

export const hostMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    version: z.string(),
    pid: z.int(),
    session: sessionSchema.nullable(),
  }),
  z.object({ type: z.literal('refused'), protocol: z.int(), version: z.string(), message: z.string() }),
  z.object({ type: z.literal('opened'), request: z.int(), message: z.string() }),
  z.object({
    type: z.literal('not-opened'),
    request: z.int(),
    exit: z.int(),
    message: z.string(),
    trust: trustRequestSchema.nullable(),
  }),
  z.object({ type: z.literal('answer'), request: z.int(), answer: answerSchema }),
  z.object({ type: z.literal('happened'), event: eventSchema }),
  z.object({ type: z.literal('output'), stream: z.string(), run: z.string(), text: z.string() }),
  z.object({
    type: z.literal('rows'),
    generation: z.int(),
    pane: z.string(),
    anchor: anchorSchema.nullable().describe('of its first row; null: it follows the end'),
    top: anchorSchema.nullable().describe('of its first row also when it follows the end; null: it is empty'),
    below: z.int().nullable().describe('how many lines lie below what is seen; null: more than were counted'),
    shift: z.int().min(0).describe('rows that moved up out of the pane before `changed` applies'),
    changed: z.array(z.tuple([z.int(), rowSchema])).describe('rows by their place in the pane'),
    count: z.int().describe('how many rows of the pane are filled'),
  }),
  z.object({
    type: z.literal('printed'),
    at: z
      .record(z.string(), z.number())
      .describe('when streams printed last, ms since 1970; those that changed'),
  }),
  z.object({
    type: z.literal('found'),
    request: z.int(),
    pane: z.string(),
    anchor: anchorSchema.nullable().describe('the line that was found, in view now; null: nothing was'),
  }),
  z.object({ type: z.literal('picture'), bytes: z.string() }),
  z.object({
    type: z.literal('terminals'),
    open: z.record(z.string(), terminalProgramSchema).describe('what runs in the terminals of panes'),
    ended: z.object({ stream: z.string(), how: z.string() }).nullable().describe('the one that just ended'),
  }),
  z.object({
    type: z.literal('terminal-opened'),
    request: z.int(),
    problem: z.string().nullable(),
    isUnable: z.boolean().describe('no terminal can be opened in a pane here: outside of it one can'),
  }),
  z.object({ type: z.literal('stopping') }),
])
export type HostMessage = z.infer<typeof hostMessageSchema>
