import type { Node } from 'web-tree-sitter'
import { concat, HOLE, harmless, literal, putIn, unknown, type Value, worst } from './value.ts'

/** `%s`, `%(name)s`, `%2$d`, `{}`, `{0}`, `{name:>3}` */
const PLACE = /%(?:\((\w+)\)|(\d+)\$)?[-+ 0#']*[\d.]*([a-zA-Z])|\{(\w*)[^{}\n]{0,40}\}/g
/** For numbers; `%I` and `%L` of pg-format quote. */
const SAFE = new Set(['I', 'L', 'd', 'i', 'u', 'f', 'F', 'x', 'X', 'e', 'g', 'o', 'b', 'c'])

/** A template with values put where its places are, whatever the style; a safe place takes nothing else. */
export const fillTemplate = (template: Value, values: Value[], built: Node): Value => {
  const pieces: Value[] = []
  let done = 0
  let next = 0
  let holesBefore = 0
  const upTo = (end: number): Value => {
    const text = template.text.slice(done, end)
    const count = text.split(HOLE).length - 1
    const holes = template.holes.slice(holesBefore, holesBefore + count)
    holesBefore += count
    return { text, holes }
  }
  for (const found of template.text.matchAll(PLACE)) {
    const [whole, name, position, conversion, braces] = found
    pieces.push(upTo(found.index))
    done = found.index + whole.length
    const place = position
      ? Number(position) - 1
      : braces && /^\d+$/.test(braces)
        ? Number(braces)
        : undefined
    if (conversion && SAFE.has(conversion)) pieces.push(harmless)
    // A mapping was read as all of its values in one.
    else if (name !== undefined || (braces && place === undefined)) pieces.push(worst(values))
    else pieces.push(values[place ?? next] ?? (values.length > 0 ? worst(values) : unknown(built)))
    if (place === undefined) next += 1
  }
  pieces.push(upTo(template.text.length))
  return putIn(concat(pieces.length > 0 ? pieces : [literal('')]), 'formatting', built)
}
