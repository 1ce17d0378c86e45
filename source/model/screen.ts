import { z } from 'zod'

/** What host and client say about panes: rows of text, already wrapped to the pane's width. */

/** The pane of the whole session; every other pane is named by its stream. */
export const ORCHESTRATOR = 'orchestrator'

/**
 * A place in a pane's text that stays the same when more is added, when the pane gets another width and when the host
 * is started anew: a line of a part (a run's log, a note), and which of the rows it wraps into.
 */
export const anchorSchema = z.object({ part: z.string(), line: z.int(), row: z.int() })
export type Anchor = z.infer<typeof anchorSchema>

export const rowToneSchema = z.enum([
  ...(['output', 'info', 'good', 'warn', 'bad', 'typed', 'answer'] as const),
  // Of the pane's terminal: over the whole width of the body.
  'terminal',
])
export type RowTone = z.infer<typeof rowToneSchema>

/** One row of a pane. */
export const rowSchema = z.object({
  text: z.string().describe('at most as wide as the pane; colours (SGR) only, closed at its end'),
  tone: rowToneSchema.describe('output of a program, or whose sentence it is'),
  continues: z.boolean().describe('the row before was wrapped into this one'),
})
export type Row = z.infer<typeof rowSchema>

/** A pane as a client sees it. */
export const paneViewSchema = z.object({
  pane: z.string(),
  columns: z.int().min(1).max(1000),
  rows: z.int().min(0).max(500),
  anchor: anchorSchema.nullable().describe('its first row; null: it follows the end'),
  terminal: z
    .enum(['seen', 'typed-in'])
    .optional()
    .describe("the pane's terminal in place of its text, where it has one; typed-in: it takes this size"),
})
export type PaneView = z.infer<typeof paneViewSchema>

/** What runs in the terminal of a pane. */
export const terminalProgramSchema = z.enum(['shell', 'editor', 'agent'])
export type TerminalProgram = z.infer<typeof terminalProgramSchema>

export const terminalSizeSchema = z.object({
  columns: z.int().min(2).max(1000),
  rows: z.int().min(1).max(500),
})
export type TerminalSize = z.infer<typeof terminalSizeSchema>

export const scrollMoveSchema = z.union([z.int().describe('rows; negative is up'), z.enum(['start', 'end'])])
export type ScrollMove = z.infer<typeof scrollMoveSchema>
