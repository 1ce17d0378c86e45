import { z } from 'zod'
import type { Tokens, ToldUsage, Usage } from '../../../model/usage.ts'
import { addTokens, NO_TOKENS, sameTokens } from '../../../routing/usage-total.ts'
import { oneLine } from '../plain-text.ts'

/** Counts what an agent tells of its use, in whichever of the ways agents have for that. */
export interface UsageCounter {
  /** An update as it came: dollars so far in the agent's session, in some agents with the model. */
  update(update: unknown): void
  /** The answer to a prompt as it came: tokens of that one turn. */
  answer(result: unknown): void
  onSession(id: string): void
  /** The model that the agent says it was set to; what was really used may be told later and wins. */
  onModel(model: string): void
}

interface Counting {
  run: string
  /** What was told of the agent's session in an earlier run, where this one takes it up again. */
  before: ToldUsage | null
  onUsage: (told: ToldUsage) => void
}

export function createUsageCounter({ run, before, onUsage }: Counting): UsageCounter {
  let usage: Usage = before?.usage ?? { tokens: NO_TOKENS, usd: null, model: null }
  let session = before?.session ?? null
  let setTo: string | null = null

  const count = (news: Partial<Usage>) => {
    const next = { ...usage, ...news }
    const isNew = next.usd !== usage.usd || !sameTokens(next.tokens, usage.tokens)
    usage = next
    if (isNew) onUsage({ usage: { ...usage, model: usage.model ?? setTo }, session })
  }

  return {
    update: (raw) => {
      const update = costUpdate.safeParse(raw).data
      if (!update) return
      const { cost, _meta: meta } = update
      const model = meta?.['_claude/model']
      // A sum in another currency is not dollars.
      const isDollars = cost?.currency.toUpperCase() === 'USD'
      count({
        ...(model ? { model: named(model) } : {}),
        ...(isDollars ? { usd: cost?.amount ?? null } : {}),
      })
    },
    answer: (raw) => {
      const answer = turnAnswer.safeParse(raw).data
      if (!answer) return
      const { usage: whole, _meta: meta } = answer
      const rows = meta?.quota?.model_usage ?? []
      // The rows by model count helpers of the agent too; the other sums, where they are, only itself.
      const counts =
        rows.length > 0 ? rows.map((row) => row.token_count) : [whole ?? meta?.quota?.token_count]
      const parts = counts.flatMap((each) => (each ? tokensOf(each) : []))
      if (parts.length === 0) return
      const most = rows.toSorted((a, b) => sizeOf(b.token_count) - sizeOf(a.token_count))[0]
      count({
        tokens: parts.reduce(addTokens, usage.tokens),
        ...(most ? { model: named(most.model) } : {}),
      })
    },
    onSession: (id) => {
      // Agents that count their sessions from one call each process's first the same.
      session ??= `${run}/${oneLine(id, 200)}`
    },
    onModel: (model) => {
      setTo = named(model)
    },
  }
}

const named = (model: string): string => oneLine(model, 120)

const amount = z.number().nonnegative().nullish().catch(null)

/** Two spellings are in use. */
const tokenCount = z.object({
  inputTokens: amount,
  outputTokens: amount,
  cachedReadTokens: amount,
  cachedInputTokens: amount,
  cachedWriteTokens: amount,
  cacheWriteInputTokens: amount,
  thoughtTokens: amount,
  reasoningOutputTokens: amount,
  totalTokens: amount,
  input_tokens: amount,
  output_tokens: amount,
})
type TokenCount = z.infer<typeof tokenCount>

const costUpdate = z.object({
  sessionUpdate: z.literal('usage_update'),
  cost: z.object({ amount: z.number().nonnegative(), currency: z.string() }).nullish().catch(null),
  _meta: z
    .object({ '_claude/model': z.string().min(1).optional().catch(undefined) })
    .nullish()
    .catch(null),
})

const turnAnswer = z.object({
  stopReason: z.string(),
  usage: tokenCount.nullish().catch(null),
  _meta: z
    .object({
      quota: z
        .object({
          token_count: tokenCount.nullish().catch(null),
          model_usage: z.array(z.object({ model: z.string().min(1), token_count: tokenCount })).catch([]),
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
})

function tokensOf(count: TokenCount): Tokens {
  const input = count.inputTokens ?? count.input_tokens ?? 0
  const out = count.outputTokens ?? count.output_tokens ?? 0
  const cacheRead = count.cachedReadTokens ?? count.cachedInputTokens ?? 0
  const cacheWrite = count.cachedWriteTokens ?? count.cacheWriteInputTokens ?? 0
  const thought = count.thoughtTokens ?? count.reasoningOutputTokens ?? 0
  // Most agents tell thoughts as a part of what they wrote; some beside it, which their own sum gives away.
  const isBeside = count.totalTokens === input + out + cacheRead + cacheWrite + thought
  return { in: input, out: out + (isBeside ? thought : 0), cacheRead, cacheWrite }
}

const sizeOf = (count: TokenCount): number => {
  const { in: input, out, cacheRead, cacheWrite } = tokensOf(count)
  return input + out + cacheRead + cacheWrite
}
