import type { Node } from 'web-tree-sitter'
import type { Reading } from './evaluate.ts'
import { keyOf } from './scopes.ts'
import { at, inside, part, type Shape } from './shapes.ts'

interface Guard {
  subject: string
  at: number
  collection?: Node
}

const known = new WeakMap<Reading, Guard[]>()

/**
 * Whether the function asked, before `node`, if it is one of a list of the program's own, or fits a pattern that lets no
 * quote through. What it does with the answer is not followed: who asks means to.
 */
export const isGuarded = (reading: Reading, node: Node): boolean => {
  const guards = known.get(reading) ?? findGuards(reading)
  known.set(reading, guards)
  if (guards.length === 0) return false
  const subject = keyOf(node)
  const { start } = reading.scopes.at(node)
  return guards.some(
    (guard) =>
      guard.subject === subject &&
      guard.at >= start &&
      guard.at < node.startIndex &&
      (!guard.collection || isOwnList(reading, guard.collection)),
  )
}

const findGuards = (reading: Reading): Guard[] => [
  ...reading.shapes.all('membership').flatMap(({ node, parts }) => {
    const [subject] = parts.subject ?? []
    const [collection] = parts.collection ?? []
    return subject && collection ? [{ subject: keyOf(subject), at: node.startIndex, collection }] : []
  }),
  ...reading.shapes
    .all('call')
    .flatMap((call) => [...membershipOf(reading, call), ...patternOf(reading, call)]),
]

const membershipOf = ({ language, shapes }: Reading, call: Shape): Guard[] => {
  const name = part(call, 'callee')?.text ?? ''
  const asked = language.memberships.find(({ names }) => names.includes(name))
  const subject = asked && at(call, asked.subject)
  const collection = asked && at(call, asked.collection)
  return subject && collection
    ? [{ subject: keyOf(inside(subject, shapes)), at: call.node.startIndex, collection }]
    : []
}

const patternOf = ({ language, shapes }: Reading, call: Shape): Guard[] => {
  const name = part(call, 'callee')?.text ?? ''
  const asked = language.patterns.find(({ names }) => names.includes(name))
  const subject = asked && at(call, asked.subject)
  if (!subject) return []
  const pattern = asked.pattern === undefined ? undefined : at(call, asked.pattern)
  if (asked.pattern !== undefined && !(pattern && letsNoQuoteThrough(pattern.text, name))) return []
  return [{ subject: keyOf(inside(subject, shapes)), at: call.node.startIndex }]
}

/** Anchored at both ends, and made of classes of letters, digits and the like only. */
const letsNoQuoteThrough = (pattern: string, callee: string): boolean => {
  const anchored =
    /fullmatch/i.test(callee) || /matches/.test(callee) || /(?:\^|\\A).*(?:\$|\\z|\\Z)/.test(pattern)
  return anchored && !/(?<!\\)\.|\\[SWD]|\[\^/.test(pattern)
}

const LISTS =
  /allow|valid|permit|white|safe|known|supported|columns?$|fields?$|sorts?$|sortable|orders?$|tables?$|options|choices|enum|names$/i

const isOwnList = (reading: Reading, collection: Node): boolean => {
  if (LISTS.test(keyOf(collection))) return true
  return reading.evaluate(collection).holes.length === 0
}
