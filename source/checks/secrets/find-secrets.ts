import { keysToReport, kindsOf, merged, type Place, placesToReport } from './find-places.ts'
import { createPrefilter } from './prefilter.ts'
import type { SecretRule } from './rule.ts'
import { secretRules } from './rules.ts'
import { suspectLines } from './suspect-lines.ts'

const prefilter = createPrefilter(kindsOf(secretRules))

/** In the order of the table. */
function rulesOf(ended: Iterable<number>): SecretRule[] {
  const kinds = prefilter.kindsOf(ended)
  return secretRules.filter((rule) => kinds.has(rule))
}

/** Every secret in a text that our own rules know. Only lines that may hold one are looked at, all in one go. */
export function findSecrets(text: string): Place[] {
  const { lines, ended } = suspectLines(text, prefilter)
  if (lines.length === 0) return []
  const looked = lines.map(({ start, end }) => text.slice(start, end)).join('\n')
  const places = keysToReport(text)
  let line = 0
  let shift = lines[0]?.start ?? 0 // from a place in what is looked at to one in the text
  let next = looked.indexOf('\n') + 1 || Number.POSITIVE_INFINITY
  for (const { start, end, rule } of placesToReport(looked, rulesOf(ended))) {
    while (start >= next) {
      line += 1
      shift = (lines[line]?.start ?? 0) - next
      next = looked.indexOf('\n', next) + 1 || Number.POSITIVE_INFINITY
    }
    places.push({ start: start + shift, end: end + shift, rule })
  }
  return merged(places)
}
