import { plainText } from '../../text/plain.ts'
import { replacementsIn } from './replacements.ts'
import { secretRules } from './rules.ts'

/** A piece of a line that is shown to somebody: without secrets, and without anything that a terminal would obey. */
export function maskLine(text: string): string {
  let masked = ''
  let from = 0
  for (const { start, end, label } of replacementsIn(text, secretRules)) {
    masked += text.slice(from, start) + label
    from = end
  }
  return plainText(masked + text.slice(from))
}
