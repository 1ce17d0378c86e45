import { z } from 'zod'
import { scrollMoveSchema, terminalProgramSchema, terminalSizeSchema } from '../../model/screen.ts'

/** What a terminal process is told on its standard input. Never on the disk: the environment is a person's. */
export const terminalSpecSchema = z.object({
  program: terminalProgramSchema,
  argv: z.array(z.string()).min(1),
  cwd: z.string(),
  env: z.record(z.string(), z.string()),
  size: terminalSizeSchema,
  socket: z.string(),
})
export type TerminalSpec = z.infer<typeof terminalSpecSchema>

/** Terminal process to host. */
export const terminalMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    program: terminalProgramSchema,
    folder: z.string().default('').describe('where it was opened; one of an older br-tui does not say'),
  }),
  z.object({
    type: z.literal('screen'),
    size: terminalSizeSchema,
    changed: z
      .array(z.tuple([z.int().min(0), z.string(), z.boolean()]))
      .describe('rows by their place: text in colours (SGR) only, and whether it goes on from the row above'),
    cursorRow: z.int().min(0),
    below: z.int().min(0).describe('rows below what is shown: somebody has scrolled back'),
  }),
  z.object({ type: z.literal('ended'), how: z.string().describe("such as 'exit 0'") }),
])
export type TerminalMessage = z.infer<typeof terminalMessageSchema>

/** Host to terminal process. */
export const terminalCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input'), text: z.string(), isPaste: z.boolean() }),
  z.object({ type: z.literal('size'), size: terminalSizeSchema }),
  z.object({ type: z.literal('scroll'), move: scrollMoveSchema }),
  z.object({ type: z.literal('end') }),
])
export type TerminalCommand = z.infer<typeof terminalCommandSchema>
