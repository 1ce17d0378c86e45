import { ESCAPE, FORBIDDEN, LINE_END, type Prefilter } from '../../checks/secrets/prefilter.ts'

/** A line longer than this is cut. */
export const longestLine = 16_384

/**
 * Goes over lines from `from` on that are text and colours and nothing else, calls `onSuspect` for those that may hold
 * a secret, and returns the place behind the last one. The one loop that sees every character of every output.
 */
export function scanLines(
  text: string,
  from: number,
  { kinds, next, start, found }: Prefilter,
  onSuspect: (start: number, end: number) => void,
): number {
  let lineStart = from
  let state = start
  for (let at = from; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character >= 128) {
      if (isForbidden(character)) break
      // No word that is looked for has such a character.
      if (state !== found) state = start
      continue
    }
    const kind = kinds[character] as number
    if (kind < LINE_END) state = next[state + kind] as number
    else if (kind === LINE_END) {
      if (at - lineStart > longestLine) break
      if (state === found) onSuspect(lineStart, at + 1)
      lineStart = at + 1
      state = start
    } else if (kind === ESCAPE) {
      at = colourEnd(text, at)
      if (at < 0) break
    } else if (kind === FORBIDDEN) break
  }
  return lineStart
}

/** C1, and characters that break lines or turn text around unseen. */
const isForbidden = (character: number): boolean =>
  character < 0xa0 ||
  (character >= 0x2028 && character <= 0x202e) ||
  (character >= 0x2066 && character <= 0x2069)

/** The place of the `m` that ends a colour code, or -1: it is none, or an odd one. */
function colourEnd(text: string, codeStart: number): number {
  if (text.charCodeAt(codeStart + 1) !== 0x5b) return -1
  let digits = 0
  let isBegun = false
  let parameters = 1
  for (let at = codeStart + 2; ; at++) {
    const character = text.charCodeAt(at)
    if (character >= 0x30 && character <= 0x39) {
      digits += 1
      isBegun = true
      if (digits > 3) return -1
    } else if (character === 0x3b || character === 0x3a) {
      digits = 0
      parameters += 1
      if (!isBegun || parameters > 16) return -1
    } else return character === 0x6d ? at : -1
  }
}
