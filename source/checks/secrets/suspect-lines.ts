import { LINE_END, type Prefilter, WIDE } from './prefilter.ts'

/** A line of a text, without its end. */
export interface LineSpan {
  start: number
  end: number
}

/** The lines of any text that may hold a secret, and the words that say of which kinds. */
export function suspectLines(text: string, { classes, next, words, after, isAnySuspect }: Prefilter) {
  const lines: LineSpan[] = []
  const ended = new Set<number>()
  let lineStart = 0
  let state = 0
  let isSuspect = isAnySuspect
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    const found = character < 128 ? (classes[character] as number) : WIDE
    if (found < WIDE) {
      state = next[state + found] as number
      if (state >= words) {
        isSuspect = true
        ended.add(state)
        state = after[state - words] as number
      }
      continue
    }
    // What is neither a letter of the words nor the end of a line leads back to the beginning.
    state = 0
    if (found !== LINE_END) continue
    if (isSuspect) lines.push({ start: lineStart, end: at })
    lineStart = at + 1
    isSuspect = isAnySuspect
  }
  if (isSuspect) lines.push({ start: lineStart, end: text.length })
  return { lines, ended }
}
