import { splitColours } from './colours.ts'

/** A line of text and colours with its tabs as the blanks they stand for. */
export function expandTabs(line: string): string {
  let out = ''
  let column = 0
  let from = 0
  for (let at = line.indexOf('\t'); at >= 0; at = line.indexOf('\t', from)) {
    const text = line.slice(from, at)
    const width = splitColours(text).plain.length
    const blanks = 8 - ((column + width) % 8)
    out += text + ' '.repeat(blanks)
    column += width + blanks
    from = at + 1
  }
  return out + line.slice(from)
}
