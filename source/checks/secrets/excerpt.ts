import { plainText } from '../../text/plain.ts'
import { merged, type Place, placesToMask } from './find-places.ts'
import { markOf } from './mark.ts'
import { secretRules } from './rules.ts'

/** As much of a line is shown on each side of what was found in it. */
const around = 60

/**
 * Gives for each place, asked for in order, what stands around it on its line: with every secret masked, also those
 * that are too doubtful to be reported, and nothing in it that a terminal would obey.
 */
export function createExcerpts(text: string, places: Place[]): (place: Place) => string {
  let line: MaskedLine = { start: 0, end: -1, text: '', marks: [] }
  return (place) => {
    if (place.start > line.end) line = maskedLine(text, place, places)
    const [start, end] = line.marks.find((mark) => mark[2] > place.start - line.start) ?? [0, 0]
    const from = Math.max(0, start - around)
    const to = Math.min(line.text.length, end + around)
    const shown = plainText(line.text.slice(from, to)).trim()
    return `${from > 0 ? '…' : ''}${shown}${to < line.text.length ? '…' : ''}`
  }
}

interface MaskedLine {
  start: number
  end: number
  text: string
  /** Where each mark begins and ends, and where in the line as it was the secret ended. */
  marks: [start: number, end: number, was: number][]
}

function maskedLine(text: string, { start: at }: Place, places: Place[]): MaskedLine {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const lineEnd = text.indexOf('\n', at)
  const end = lineEnd < 0 ? text.length : lineEnd
  const line = text.slice(start, end)
  // A secret of many lines, a private key, is masked as far as it stands on this one.
  const own = places
    .filter((place) => place.start < end && place.end > start)
    .map((place) => ({
      ...place,
      start: Math.max(place.start - start, 0),
      end: Math.min(place.end, end) - start,
    }))
  const marks: MaskedLine['marks'] = []
  let masked = ''
  let from = 0
  for (const place of merged([...own, ...placesToMask(line, secretRules)])) {
    masked += line.slice(from, place.start)
    const mark = markOf(line.slice(place.start, place.end), place.rule)
    marks.push([masked.length, masked.length + mark.length, place.end])
    masked += mark
    from = place.end
  }
  return { start, end, text: masked + line.slice(from), marks }
}
