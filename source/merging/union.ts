import type { Hunk, Sides } from './hunks.ts'

/** Files that are only ever added to: what one side wrote does not speak of what the other one did. */
const NAMES =
  /(^|\/)((change(s|log)|history|news|release[-_]?notes)(\.(md|markdown|txt|rst|adoc|org))?|go\.sum|\.br\/decisions\.md)$/i

export const isAppendOnly = (file: string): boolean => NAMES.test(file)

/** Both sides' lines, ours first. Null: one of them changed or took out a line where the other did as well. */
export function unionOf(hunks: readonly Hunk[]): string | null {
  if (hunks.some((hunk) => hunk.kind === 'conflict' && hunk.base.length > 0)) return null
  return hunks
    .flatMap((hunk) => (hunk.kind === 'settled' ? hunk.lines : both(hunk)))
    .map((line, at, all) => (at === all.length - 1 || line.endsWith('\n') ? line : `${line}\n`))
    .join('')
}

/** Lines that both of them begin or end with are there once. */
function both({ ours, theirs }: Sides): string[] {
  const shorter = Math.min(ours.length, theirs.length)
  let start = 0
  while (start < shorter && ours[start] === theirs[start]) start += 1
  let end = 0
  while (end < shorter - start && ours.at(-1 - end) === theirs.at(-1 - end)) end += 1
  return [...ours.slice(0, ours.length - end), ...theirs.slice(start)]
}
