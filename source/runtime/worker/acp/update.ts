import { z } from 'zod'

/** What of an agent's updates is shown. What is missing or of another shape is left out: agents differ. */

const words = z.string().catch('')
const content = z
  .object({ type: z.literal('text'), text: z.string() })
  .nullable()
  .catch(null)

const diff = z.object({
  type: z.literal('diff'),
  path: z.string(),
  oldText: z.string().nullish(),
  newText: z.string(),
})
export type Diff = z.infer<typeof diff>

const textPart = z.object({ type: z.literal('content'), content: z.object({ text: z.string() }) })

/** One thing an agent does: of a call, of news about it, or of a request to be allowed. */
const toolCallSchema = z.object({
  toolCallId: words,
  title: words,
  kind: words,
  status: words,
  content: z
    .array(z.union([diff, z.unknown()]))
    .nullish()
    .catch(null),
  locations: z
    .array(z.object({ path: z.string() }))
    .nullish()
    .catch(null),
  rawInput: z.unknown().optional(),
  rawOutput: z.unknown().optional(),
})
export type ToolCall = z.infer<typeof toolCallSchema>

/** Of a request: whatever it is, it is a call. */
export const readToolCall = (call: unknown): ToolCall =>
  toolCallSchema.parse(typeof call === 'object' && call ? call : {})

const updateSchema = z.discriminatedUnion('sessionUpdate', [
  z.object({ sessionUpdate: z.literal('agent_message_chunk'), content }),
  z.object({ sessionUpdate: z.literal('agent_thought_chunk'), content }),
  toolCallSchema.extend({ sessionUpdate: z.literal('tool_call') }),
  toolCallSchema.extend({ sessionUpdate: z.literal('tool_call_update') }),
  z.object({
    sessionUpdate: z.literal('plan'),
    entries: z.array(z.object({ content: words, status: words })).catch([]),
  }),
  z.object({ sessionUpdate: z.literal('current_mode_update'), currentModeId: words }),
  z.object({
    sessionUpdate: z.literal('usage_update'),
    used: z.number().nullable().catch(null),
    cost: z.object({ amount: z.number(), currency: z.string() }).nullish().catch(null),
  }),
])
export type Update = z.infer<typeof updateSchema>

/** Null: nothing that is shown. */
export const readUpdate = (update: unknown): Update | null => updateSchema.safeParse(update).data ?? null

/** What a call has given back, in the agent's words. */
export const outputsOf = ({ content: parts }: Pick<ToolCall, 'content'>): string[] =>
  (parts ?? []).flatMap((part) => textPart.safeParse(part).data?.content.text ?? [])

export const diffsOf = ({ content: parts }: Pick<ToolCall, 'content'>): Diff[] =>
  (parts ?? []).flatMap((part) => diff.safeParse(part).data ?? [])
