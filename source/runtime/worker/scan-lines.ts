import { ESCAPE, FORBIDDEN, LINE_END, type Prefilter, WIDE } from '../../checks/secrets/prefilter.ts'
import { skimLines } from './skim-lines.ts'

const newline = 0x0a

/** A line longer than this is cut. */
export const longestLine = 16_384

/** A line that may hold a secret, with its end, and the prefilter's words in it; undefined: it was not looked for them. */
export interface Suspect {
  start: number
  end: number
  ended: Set<number> | undefined
}

/** Less than this is not worth the way there, in bytes. */
const worthSkimming = 1024

/**
 * Goes over lines from `from` on that are text and colours and nothing else, calls `onSuspect` for those that may hold
 * a secret, and returns the place behind the last line.
 */
export function scanLines(
  bytes: Uint8Array,
  from: number,
  prefilter: Prefilter,
  onSuspect: (suspect: Suspect) => void,
): number {
  for (let lineStart = from; ; ) {
    const skimmed =
      bytes.length - lineStart < worthSkimming ? null : skimLines(bytes, lineStart, prefilter, longestLine)
    if (skimmed === null) return scanEachByte(bytes, lineStart, prefilter, onSuspect)
    let looked = lineStart
    for (const mark of skimmed.marks) {
      const place = lineStart + mark
      if (place < looked) continue
      if (place >= skimmed.end) break
      const start = Math.max(looked, bytes.lastIndexOf(newline, place - 1) + 1)
      looked = bytes.indexOf(newline, place) + 1
      scanEachByte(bytes.subarray(0, looked), start, prefilter, onSuspect)
    }
    lineStart = skimmed.end
    if (!skimmed.isMore) return lineStart
  }
}

/** Reads bytes, because a string is read at a quarter of the speed, and what stays as it is need never become one. */
export function scanEachByte(
  bytes: Uint8Array,
  from: number,
  { classes, next, words, after, isAnySuspect }: Prefilter,
  onSuspect: (suspect: Suspect) => void,
): number {
  const { length } = bytes
  let lineStart = from
  let state = 0
  let isSuspect = isAnySuspect
  let ended = new Set<number>()
  for (let at = from; ; at++) {
    let found = 0
    // Nearly all of the time goes into these lines: nothing is called in them.
    for (; at < length; at++) {
      found = classes[bytes[at] as number] as number
      if (found >= WIDE) break
      state = next[state + found] as number
      if (state >= words) break
    }
    if (at === length || found === FORBIDDEN) break
    if (found < WIDE) {
      isSuspect = true
      ended.add(state)
      state = after[state - words] as number
    } else if (found === LINE_END) {
      if (at - lineStart > longestLine) break
      if (isSuspect) {
        onSuspect({ start: lineStart, end: at + 1, ended })
        ended = new Set()
      }
      lineStart = at + 1
      state = 0
      isSuspect = isAnySuspect
    } else {
      at = found === ESCAPE ? colourEnd(bytes, at) : wideEnd(bytes, at)
      if (at < 0) break
      // No word that is looked for has a wide character, and colours may stand within one.
      if (found === WIDE) state = 0
    }
  }
  return lineStart
}

/** The place of the last byte of a character beyond ASCII, or -1: it is none, or none that may be shown. */
function wideEnd(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number
  if (first < 0xc2 || first > 0xf4) return -1
  const more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3
  let code = first & (0x3f >> more)
  for (let index = at + 1; index <= at + more; index++) {
    const byte = bytes[index] as number
    if (index >= bytes.length || (byte & 0xc0) !== 0x80) return -1
    code = (code << 6) | (byte & 0x3f)
  }
  const isShort = code < (more === 1 ? 0x80 : more === 2 ? 0x800 : 0x1_0000)
  return isShort || code > 0x10_ffff || isForbidden(code) ? -1 : at + more
}

/** C1, halves of surrogate pairs, and characters that break lines or turn text around unseen. */
const isForbidden = (code: number): boolean =>
  code < 0xa0 ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069) ||
  (code >= 0xd800 && code <= 0xdfff)

/** The place of the `m` that ends a colour code, or -1: it is none, or an odd one, or not all of it is here. */
function colourEnd(bytes: Uint8Array, codeStart: number): number {
  if (bytes[codeStart + 1] !== 0x5b) return -1
  let digits = 0
  let isBegun = false
  let parameters = 1
  for (let at = codeStart + 2; at < bytes.length; at++) {
    const character = bytes[at] as number
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
  return -1
}
