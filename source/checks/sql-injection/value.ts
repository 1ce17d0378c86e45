import type { Node } from 'web-tree-sitter'

/** How a value got into a string. */
export type How = 'concatenation' | 'interpolation' | 'formatting'

/** What is not known of a string: `source` goes in there; `built` is the expression that puts it in, once one does. */
export interface Hole {
  source: Node
  how?: How
  built?: Node
  /** Quotes in it are escaped: it can do harm only where there are none around it. */
  escaped?: boolean
}

/** What is known of a string before the program runs: its text, with HOLE wherever one of `holes` goes in, in order. */
export interface Value {
  text: string
  holes: Hole[]
}

/** No program text has it: literals lose theirs. */
export const HOLE = '\u0000'

/** Enough of a statement to judge it by; a text that doubles in every line must not fill the memory. */
const LONGEST = 20_000

export const literal = (text: string): Value => ({ text: text.replaceAll(HOLE, ' '), holes: [] })
/** Something that can do no harm, whatever it is when the program runs: a number, a name of the program's own. */
export const harmless: Value = { text: '0', holes: [] }
export const unknown = (source: Node): Value => ({ text: HOLE, holes: [{ source }] })
export const escaped = (source: Node): Value => ({ text: HOLE, holes: [{ source, escaped: true }] })

/** Nothing but one thing that is not known: nobody has put it into a string yet. */
export const isWhole = ({ text, holes }: Value): boolean => text === HOLE && holes[0]?.how === undefined

export const concat = (values: Value[], separator = ''): Value => {
  const parts: string[] = []
  const holes: Hole[] = []
  let length = 0
  for (const value of values) {
    if (length > LONGEST) break
    parts.push(value.text)
    holes.push(...value.holes)
    length += value.text.length + separator.length
  }
  return { text: parts.join(separator), holes }
}

/** The same string, with what was not yet part of one put in by `built`. */
export const putIn = (value: Value, how: How, built: Node): Value => ({
  text: value.text,
  holes: value.holes.map((hole) => (hole.how ? hole : { ...hole, how, built })),
})

/** Of several values a string can have, the one that can do the most harm. */
export const worst = (values: Value[]): Value =>
  values.reduce((most, value) => (harm(value) > harm(most) ? value : most), literal(''))

const harm = ({ text, holes }: Value): number =>
  (holes.some(({ how }) => how) ? 2_000_000 : 0) +
  (holes.length > 0 ? 1_000_000 : 0) +
  (holes.some(({ escaped }) => !escaped) ? 500_000 : 0) +
  text.length
