import type { Permissions } from '../../../model/permissions.ts'
import type { Ask } from '../../../model/session.ts'
import { type Deed, judge } from '../../../policy/judge.ts'
import type { Outcome } from './asks.ts'

export interface RuleAnswer {
  outcome: Outcome
  /** For the log: what was answered, and by which rule. */
  word: string
  /** What a person forbade, for the agent; null: it was allowed. */
  rule: string | null
}

/**
 * What is answered without asking anybody: a person's rules come first, then what they have allowed for good in this
 * stream. Null: a person has to be asked. Never more is given than once: an agent's own "always" may be wider.
 */
export function answerByRule(
  deed: Deed,
  { key, options }: Pick<Ask, 'key' | 'options'>,
  { permissions, allowed }: { permissions: Permissions; allowed: ReadonlySet<string> },
): RuleAnswer | null {
  const option = (kind: Ask['options'][number]['kind']) => options.find((each) => each.kind === kind)
  const ruling = judge(deed, permissions)
  if (ruling?.verdict === 'denied') {
    const no = option('reject_once')
    return {
      outcome: no ? { outcome: 'selected', optionId: no.id } : { outcome: 'cancelled' },
      word: `denied by your rule '${ruling.rule}'`,
      rule: ruling.rule,
    }
  }
  const yes = option('allow_once')
  if (!yes) return null
  const outcome = { outcome: 'selected' as const, optionId: yes.id }
  if (ruling) return { outcome, word: `allowed by your rule '${ruling.rule}'`, rule: null }
  return key !== null && allowed.has(key)
    ? { outcome, word: 'allowed for good in this stream', rule: null }
    : null
}
