/** Takes a row apart. `glyph` answers true when it has seen enough. */
export interface GlyphVisitor {
  /** A colour code (SGR). */
  code?: (code: string) => void
  /** One character as a reader sees it, and how many cells it takes: 1 or more. */
  glyph: (glyph: string, width: number) => boolean
}

/**
 * Walks over a row. Only glyphs and colour codes come out: other control characters, direction marks and marks without
 * a letter to stand on have no width and would act outside of the row's own cells. A tab is one space here.
 */
export function walkGlyphs(text: string, { code, glyph }: GlyphVisitor): void {
  let at = 0
  while (at < text.length) {
    const unit = text.charCodeAt(at)
    const width = simpleWidths[unit]!
    if (width > 0 && !mayJoin(text, at + 1)) {
      if (glyph(text[at]!, width)) return
      at++
    } else if (unit === ESCAPE) {
      const found = matchCode(text, at)
      if (found) code?.(found)
      at += found.length || 1
    } else if (unit === TAB) {
      if (glyph(' ', 1)) return
      at++
    } else {
      const end = endOfCluster(text, at)
      if (walkClusters(text.slice(at, end), glyph)) return
      at = end
    }
  }
}

/** Whether all terminals give this glyph the same width. */
export const isSimple = (glyph: string): boolean =>
  glyph.length === 1 && simpleWidths[glyph.charCodeAt(0)]! > 0

export const isPrintableAscii = (text: string): boolean => /^[ -~]*$/.test(text)

const ESCAPE = 0x1b
const TAB = 0x09

/** More than the longest emoji; a letter with a hundred accents is cut. */
const LONGEST_CLUSTER = 32

/** Characters that never join with a neighbour of this table, by their width; 0: not one of them. */
const simpleWidths = new Uint8Array(0x10000)
const simpleRanges: [width: number, ...ranges: [number, number][]][] = [
  // Latin, Cyrillic, Hebrew and Arabic letters, punctuation, arrows, frames and blocks, Braille
  [
    1,
    [0x20, 0x7e],
    [0xa0, 0xac],
    [0xae, 0x2ff],
    [0x391, 0x3a1],
    [0x3a3, 0x3ff],
    [0x400, 0x482],
    [0x48a, 0x52f],
  ],
  [1, [0x5d0, 0x5ea], [0x620, 0x64a], [0x2010, 0x2027], [0x2030, 0x203b], [0x2190, 0x2193], [0x2500, 0x259f]],
  [1, [0x2800, 0x28ff]],
  // Chinese, Japanese and Korean
  [2, [0x3001, 0x3029], [0x3041, 0x3096], [0x30a1, 0x30fc], [0x3400, 0x4dbf], [0x4e00, 0x9fff]],
  [2, [0xac00, 0xd7a3], [0xff01, 0xff60]],
]
for (const [width, ...ranges] of simpleRanges)
  for (const [first, last] of ranges) simpleWidths.fill(width, first, last + 1)

/** Whether the character there could belong to the glyph before it: whatever is no plain character or control. */
function mayJoin(text: string, at: number): boolean {
  if (at >= text.length) return false
  const unit = text.charCodeAt(at)
  return unit > 0x7e && simpleWidths[unit] === 0
}

/** The first place that surely begins a new glyph: between two simple characters, or before a control character. */
function endOfCluster(text: string, start: number): number {
  let at = start + 1
  while (at < text.length) {
    const unit = text.charCodeAt(at)
    if (unit < 0x20 || unit === 0x7f) return at
    if (simpleWidths[unit]! > 0 && simpleWidths[text.charCodeAt(at - 1)]! > 0) return at
    at++
  }
  return at
}

const segmenter = new Intl.Segmenter()

function walkClusters(text: string, glyph: GlyphVisitor['glyph']): boolean {
  for (const { segment } of segmenter.segment(text)) {
    const cluster =
      segment.length > LONGEST_CLUSTER ? segment.slice(0, LONGEST_CLUSTER).toWellFormed() : segment
    const width = widthOf(cluster)
    if (width > 0 && glyph(cluster, width)) return true
  }
  return false
}

/** Measuring a cluster takes microseconds, and the same few come again in every frame. */
const widths = new Map<string, number>()
function widthOf(cluster: string): number {
  const known = widths.get(cluster)
  if (known !== undefined) return known
  if (measure === null) return roughWidth(cluster)
  if (widths.size > 4000) widths.clear()
  const width = measure(cluster)
  widths.set(cluster, width)
  return width
}

let measure: ((text: string) => number) | null = null

/**
 * Loads what measures every glyph. Until then all but emoji count as one cell: the library takes longer to load than
 * Node itself, and the first screen has not to wait for it.
 */
export async function loadWidths(): Promise<void> {
  measure ??= (await import('string-width')).default
}

/** Signs of ours and most letters are one cell; what emoji there may be in a title, two. */
function roughWidth(cluster: string): number {
  const code = cluster.codePointAt(0) as number
  if (/^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{Cs}]/u.test(cluster)) return 0
  return code >= 0x1f300 || (code >= 0x1100 && code <= 0x115f) || cluster.includes('\ufe0f') ? 2 : 1
}

const colourCode = /\x1b\[[\d;:]{0,60}m/y
function matchCode(text: string, at: number): string {
  colourCode.lastIndex = at
  return colourCode.exec(text)?.[0] ?? ''
}
