import type { Attempt, Session } from '../model/session.ts'
import { agentName } from './derive.ts'
import { spentBy } from './spent-by.ts'

export type Attributes = Record<string, string | number | boolean>

/** Whose models the agents of these names come with, by the names of the conventions; others are called by their own. */
const PROVIDERS: Record<string, string> = {
  claude: 'anthropic',
  codex: 'openai',
  gemini: 'gcp.gemini',
}

/** What ran, by the names that the conventions for generative AI give. */
export function genAi({ agent, routed, ran }: Attempt): Attributes {
  const name = agentName(agent)
  const [asked, got] = [routed?.model ?? null, ran?.model ?? null]
  return {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.provider.name': PROVIDERS[name] ?? name,
    'gen_ai.agent.name': name,
    ...(asked === null ? {} : { 'gen_ai.request.model': asked }),
    ...(got === null ? {} : { 'gen_ai.response.model': got }),
  }
}

/** What a run has spent. Empty: nobody told. */
export function usedBy(session: Session, run: string): Attributes {
  const spent = spentBy(session, run)
  if (spent === null) return {}
  const { tokens, usd } = spent
  return {
    // By the conventions, what came out of a cache or went into it counts as input.
    'gen_ai.usage.input_tokens': tokens.in + tokens.cacheRead + tokens.cacheWrite,
    'gen_ai.usage.output_tokens': tokens.out,
    'gen_ai.usage.cache_read.input_tokens': tokens.cacheRead,
    'gen_ai.usage.cache_creation.input_tokens': tokens.cacheWrite,
    ...(usd === null ? {} : { 'br.cost.usd': usd }),
  }
}
