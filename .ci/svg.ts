import { cellWidth } from '../source/text/cells.ts'

/** A cell of the picture, in its units; the font's own width does not count, every piece of text is fitted. */
const WIDTH = 8.4
const HEIGHT = 18
const MARGIN = 12

/** The sixteen colours of a terminal are its person's choice; these are ours for the pictures. */
const BACK = '#15181e'
const PLAIN = '#d5d9e0'
const COLOURS: Record<number, string> = {
  31: '#ff7b72',
  32: '#7ee08a',
  33: '#e3b341',
  34: '#79b8ff',
  35: '#d2a8ff',
  36: '#56d4dd',
  90: '#8b949e',
}

interface Look {
  colour: string
  isBold: boolean
  isInverse: boolean
}

const NO_LOOK: Look = { colour: PLAIN, isBold: false, isInverse: false }

/** Rows of coloured text as a picture: without fonts, scripts or anything else from outside. */
export function svgOf(rows: string[], { columns, title }: { columns: number; title: string }): string {
  const width = Math.ceil(columns * WIDTH) + 2 * MARGIN
  const height = rows.length * HEIGHT + 2 * MARGIN
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="6" fill="${BACK}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="${PLAIN}" xml:space="preserve">`,
    ...rows.flatMap((row, y) => rowPieces(row, y)),
    '</g>',
    '</svg>\n',
  ].join('\n')
}

function rowPieces(row: string, y: number): string[] {
  let look = NO_LOOK
  let column = 0
  const pieces: string[] = []
  for (const [part] of row.matchAll(/\x1b\[[\d;]*m|[^\x1b]+/g)) {
    if (part.startsWith('\x1b')) {
      look = looked(look, part)
      continue
    }
    // Letters apart from signs and from gaps: a font in which some are wider then moves nothing but themselves.
    for (const [text] of part.matchAll(/ {2,}|(?:[!-~]| (?! ))+|[^ -~]+/g)) {
      const cells = cellWidth(text)
      if (text.trim() !== '' || look.isInverse) pieces.push(piece(text, { column, y, cells, look }))
      column += cells
    }
  }
  return pieces
}

interface Place {
  column: number
  y: number
  cells: number
  look: Look
}

function piece(text: string, { column, y, cells, look }: Place): string {
  const x = round(MARGIN + column * WIDTH)
  const top = MARGIN + y * HEIGHT
  const width = round(cells * WIDTH)
  const { colour, isBold, isInverse } = look
  const back = isInverse
    ? `<rect x="${x}" y="${top}" width="${width}" height="${HEIGHT}" fill="${colour}"/>`
    : ''
  const bold = isBold ? ' font-weight="bold"' : ''
  const fill = isInverse ? ` fill="${BACK}"` : colour === PLAIN ? '' : ` fill="${colour}"`
  // Signs from another font are drawn as wide as a cell; letters need only keep their distance.
  const fit = /^[ -~]*$/.test(text) ? '' : ' lengthAdjust="spacingAndGlyphs"'
  return `${back}<text x="${x}" y="${top + 13.5}" textLength="${width}"${fit}${fill}${bold}>${escaped(text)}</text>`
}

/** A look that is not known would make the picture another one than the screen. */
function looked(before: Look, sequence: string): Look {
  let look = before
  for (const code of sequence.slice(2, -1).split(';').map(Number)) {
    if (code === 0) look = NO_LOOK
    else if (code === 1) look = { ...look, isBold: true }
    else if (code === 7) look = { ...look, isInverse: true }
    else look = { ...look, colour: colourOf(code) }
  }
  return look
}

function colourOf(code: number): string {
  const colour = COLOURS[code]
  if (colour === undefined) throw new Error(`The pictures of the docs do not know the colour code ${code}.`)
  return colour
}

const round = (value: number): number => Math.round(value * 10) / 10

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
