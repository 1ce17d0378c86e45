import type { Replacement } from '../../checks/secrets/replacements.ts'

/** Text taken apart: what a reader sees, and the colour codes (SGR) with the places they stood at. */
export interface Coloured {
  plain: string
  codes: { at: number; code: string }[]
}

/** Takes the colour codes out of text that holds no other escape sequences. */
export function splitColours(text: string): Coloured {
  if (!text.includes('\x1b')) return { plain: text, codes: [] }
  const codes: Coloured['codes'] = []
  let plain = ''
  let end = 0
  for (const match of text.matchAll(/\x1b\[[\d;:]*m/g)) {
    plain += text.slice(end, match.index)
    codes.push({ at: plain.length, code: match[0] })
    end = match.index + match[0].length
  }
  return { plain: plain + text.slice(end), codes }
}

/**
 * Puts the text together again with some ranges replaced (in order, none overlapping). Codes that stood inside a
 * replaced range follow its label, so that the colour of what comes after is the same.
 */
export function joinColours({ plain, codes }: Coloured, replacements: Replacement[]): string {
  let out = ''
  let position = 0
  let next = 0
  const copyTo = (end: number) => {
    for (let code = codes[next]; code !== undefined && code.at <= end; code = codes[++next]) {
      out += plain.slice(position, code.at) + code.code
      position = code.at
    }
    out += plain.slice(position, end)
    position = end
  }
  for (const { start, end, label } of replacements) {
    copyTo(start)
    out += label
    for (let code = codes[next]; code !== undefined && code.at < end; code = codes[++next]) out += code.code
    position = end
  }
  copyTo(plain.length)
  return out
}

/** The beginning of coloured text, counted in characters a reader sees. */
export function sliceColoured(text: string, length: number): string {
  const { plain, codes } = splitColours(text)
  return joinColours({ plain: plain.slice(0, length), codes: codes.filter(({ at }) => at <= length) }, [])
}
