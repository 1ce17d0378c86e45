import { isMadeUp } from './judge.ts'
import { findPrivateKeys, holdsKey, keyMark } from './private-keys.ts'
import type { SecretRule } from './rule.ts'

/** Where in a text a secret stands, and what it is. */
export interface Place {
  start: number
  end: number
  rule: Pick<SecretRule, 'code' | 'name' | 'prefixes'>
}

const privateKey = { code: 'private-key', name: 'a private key', prefixes: [], hints: [keyMark] }

/** Every kind there is, for those who only want to speak of them. */
export const kindsOf = (rules: SecretRule[]): Pick<SecretRule, 'code' | 'name' | 'prefixes' | 'hints'>[] => [
  privateKey,
  ...rules,
]

/** Everything to be masked in a text without colours, in order, none overlapping. */
export function placesToMask(plain: string, rules: SecretRule[]): Place[] {
  const keys = findPrivateKeys(plain).map(({ start, end }) => ({ start, end, rule: privateKey }))
  return merged([...keys, ...matches(plain, rules, ({ isMasked }) => isMasked)])
}

/** Everything to be reported: the same rules, and on each line the more doubtful of them left out. */
export function placesToReport(text: string, rules: SecretRule[]): Place[] {
  return merged(
    matches(
      text,
      rules,
      ({ isReported, isMasked }) =>
        (secret, match) =>
          (isReported ?? isMasked ?? (() => true))(secret, match) && !isMadeUp(secret),
    ),
  )
}

/** The private keys in a whole text: what is reported of it line by line does not know them. */
export const keysToReport = (text: string): Place[] =>
  findPrivateKeys(text)
    .filter(({ start, end }) => holdsKey(text.slice(start, end)))
    .map(({ start, end }) => ({ start, end, rule: privateKey }))

type Judge = SecretRule['isMasked']

function matches(plain: string, rules: SecretRule[], judgeOf: (rule: SecretRule) => Judge): Place[] {
  const found: Place[] = []
  for (const rule of rules) {
    const judge = judgeOf(rule)
    for (const match of plain.matchAll(rule.pattern)) {
      const groups = match.indices?.groups
      const [start, end] = groups?.secret ?? groups?.single ?? [match.index, match.index + match[0].length]
      if (!judge || judge(plain.slice(start, end), match)) found.push({ start, end, rule })
    }
  }
  return found
}

/** Of places that overlap one: all that they cover, and the kind of the rule that comes first in the table. */
export function merged(places: Place[]): Place[] {
  const order = new Map(places.map((place, index) => [place, index]))
  const sorted = places.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const out: Place[] = []
  let rank = 0
  for (const place of sorted) {
    const last = out.at(-1)
    const own = order.get(place) ?? 0
    if (!last || place.start >= last.end) {
      out.push({ ...place })
      rank = own
      continue
    }
    last.end = Math.max(last.end, place.end)
    if (own < rank) {
      last.rule = place.rule
      rank = own
    }
  }
  return out
}
