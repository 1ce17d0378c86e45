import type { SecretRule } from './rule.ts'

/**
 * What is shown in place of a secret: what it is, and of itself no more than everybody knows: `sk-ant-…(anthropic-key)`.
 * What holds an ellipsis is taken for no secret again (`judge.ts`).
 */
export function markOf(secret: string, { code, prefixes }: Pick<SecretRule, 'code' | 'prefixes'>): string {
  const shown = prefixes.filter((prefix) => secret.startsWith(prefix)).sort((a, b) => b.length - a.length)[0]
  return `${shown ?? ''}…(${code})`
}
