export const RESET = '\x1b[0m'

/**
 * Writes rows of coloured text. Colours go on from one row to the next, but every row opens and closes its own, so
 * that a row can stand anywhere.
 */
export interface ColouredRow {
  code: (code: string) => void
  put: (glyph: string) => void
  /** The row so far, closed; the next one begins. */
  take: () => string
}

export function colouredRow(): ColouredRow {
  const looks: string[] = []
  let wanted = ''
  let open = ''
  let text = ''
  return {
    code: (code) => {
      applyCode(looks, code)
      wanted = openingCode(looks)
    },
    put: (glyph) => {
      if (open !== wanted) {
        text += open === '' ? wanted : RESET + wanted
        open = wanted
      }
      text += glyph
    },
    take: () => {
      const row = open === '' ? text : text + RESET
      text = ''
      open = ''
      return row
    },
  }
}

/** What a colour code can set, one place each; a later code for the same place takes over from an earlier one. */
const FOREGROUND = 0
const BACKGROUND = 1
const LINE_COLOUR = 2
const WEIGHT = 3
const FAINT = 4
const ITALIC = 5
const UNDERLINE = 6
const BLINK = 7
const INVERSE = 8
const STRIKE = 9
const OVERLINE = 10

const placeOfCode: Record<number, number> = {
  1: WEIGHT,
  2: FAINT,
  3: ITALIC,
  4: UNDERLINE,
  5: BLINK,
  6: BLINK,
  7: INVERSE,
  9: STRIKE,
  21: UNDERLINE,
  53: OVERLINE,
}
const placesEndedBy: Record<number, number[]> = {
  22: [WEIGHT, FAINT],
  23: [ITALIC],
  24: [UNDERLINE],
  25: [BLINK],
  27: [INVERSE],
  29: [STRIKE],
  39: [FOREGROUND],
  49: [BACKGROUND],
  55: [OVERLINE],
  59: [LINE_COLOUR],
}

/** Codes that are not known here are dropped; one of them (8) would hide text from the reader. */
function applyCode(looks: string[], code: string): void {
  const values = code.slice(2, -1).split(';')
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    const number = Number.parseInt(value || '0', 10)
    if (number === 38 || number === 48 || number === 58) {
      const length = value.includes(':') ? 1 : values[at + 1] === '2' ? 5 : 3
      const place = number === 38 ? FOREGROUND : number === 48 ? BACKGROUND : LINE_COLOUR
      // One that is cut off would swallow the code that is put after it.
      if (at + length <= values.length) looks[place] = values.slice(at, at + length).join(';')
      at += length - 1
    } else if (number === 0 || value === '4:0') {
      if (number === 0) looks.length = 0
      else looks[UNDERLINE] = ''
    } else if ((number >= 30 && number <= 37) || (number >= 90 && number <= 97)) looks[FOREGROUND] = value
    else if ((number >= 40 && number <= 47) || (number >= 100 && number <= 107)) looks[BACKGROUND] = value
    else if (number in placeOfCode) looks[placeOfCode[number]!] = value
    else for (const place of placesEndedBy[number] ?? []) looks[place] = ''
  }
}

function openingCode(looks: string[]): string {
  let values = ''
  for (const look of looks) if (look) values += values === '' ? look : `;${look}`
  return values === '' ? '' : `\x1b[${values}m`
}
