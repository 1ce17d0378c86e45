import { ESCAPE, LINE_END, type Prefilter } from './prefilter.ts'

/** A line of a text, without its end. */
export interface LineSpan {
  start: number
  end: number
}

/** The lines of any text that may hold one of the words. One table look-up a character. */
export function suspectLines(text: string, { kinds, next, start, found }: Prefilter): LineSpan[] {
  const lines: LineSpan[] = []
  let lineStart = 0
  let state = start
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    // What is neither a letter of the words nor the end of a line leads back to the beginning.
    const kind = character < 128 ? (kinds[character] as number) : ESCAPE
    if (kind < LINE_END) state = next[state + kind] as number
    else if (kind === LINE_END) {
      if (state === found) lines.push({ start: lineStart, end: at })
      lineStart = at + 1
      state = start
    } else if (state !== found) state = start
  }
  if (state === found) lines.push({ start: lineStart, end: text.length })
  return lines
}
