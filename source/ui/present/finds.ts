import type { Role, Theme } from '../theme.ts'

/** Plain text with every place of what was looked for marked, case aside; null: it is not in there. */
export function withFinds(theme: Theme, text: string, find: string, role: Role): string | null {
  const [lower, wanted] = [text.toLowerCase(), find.toLowerCase()]
  // Where lower case is longer than the letter it comes from, places could not be told.
  if (wanted === '' || lower.length !== text.length || !lower.includes(wanted)) return null
  let marked = ''
  let from = 0
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    marked +=
      theme.paint(role, text.slice(from, at)) + theme.paint('inverse', text.slice(at, at + wanted.length))
    from = at + wanted.length
  }
  return marked + theme.paint(role, text.slice(from))
}
