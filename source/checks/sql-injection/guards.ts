import type { Node } from 'web-tree-sitter'
import type { Reading } from './evaluate.ts'
import { keyOf } from './scopes.ts'
import { at, inside, part, type Shape } from './shapes.ts'

interface Guard {
  subject: string
  /** Where it is asked. */
  node: Node
  collection?: Node
}

const known = new WeakMap<Reading, Guard[]>()

/**
 * Whether the function asked, before `node`, if it is one of a list of the program's own, or fits a pattern that lets no
 * quote through. What it does with the answer is not followed, but for an answer that is only talked about: who asks
 * means to.
 */
export const isGuarded = (reading: Reading, node: Node): boolean => {
  const guards = guardsOf(reading)
  if (guards.length === 0) return false
  const subject = keyOf(node)
  const { start } = reading.scopes.at(node)
  return guards.some(
    (guard) =>
      guard.subject === subject &&
      guard.node.startIndex >= start &&
      (guard.node.startIndex < node.startIndex || isConditionOf(guard.node, node)) &&
      !isOnlyTold(guard.node, node) &&
      (!guard.collection || isOwnList(reading, guard.collection)),
  )
}

/** Whether the function `node` asks that of what it is given, and does not turn the answer round. */
export const asksWithin = (reading: Reading, node: Node): boolean =>
  guardsOf(reading).some(
    (guard) =>
      node.startIndex <= guard.node.startIndex &&
      guard.node.endIndex <= node.endIndex &&
      reading.scopes.at(guard.node).parameters.includes(guard.subject) &&
      !NEGATED.test(node.text.slice(0, guard.node.endIndex - node.startIndex)) &&
      (!guard.collection || isOwnList(reading, guard.collection)),
  )

const NEGATED = /!\s*[\w$.@]+\s*[.(][^!]*$|\bnot\b/

const guardsOf = (reading: Reading): Guard[] => {
  const guards = known.get(reading) ?? findGuards(reading)
  known.set(reading, guards)
  return guards
}

const findGuards = (reading: Reading): Guard[] => [
  ...reading.shapes.all('membership').flatMap(({ node, parts }) => {
    const [subject] = parts.subject ?? []
    const [collection] = parts.collection ?? []
    return subject && collection ? [{ subject: keyOf(subject), node, collection }] : []
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
    ? [{ subject: keyOf(inside(subject, shapes)), node: call.node, collection }]
    : []
}

const patternOf = ({ language, shapes }: Reading, call: Shape): Guard[] => {
  const name = part(call, 'callee')?.text ?? ''
  const asked = language.patterns.find(({ names }) => names.includes(name))
  const subject = asked && at(call, asked.subject)
  if (!subject) return []
  const pattern = asked.pattern === undefined ? undefined : at(call, asked.pattern)
  if (asked.pattern !== undefined && !(pattern && letsNoQuoteThrough(pattern.text, name))) return []
  return [{ subject: keyOf(inside(subject, shapes)), node: call.node }]
}

/**
 * Whether the condition stands behind what hangs on it: `it if it in LIST else "id"`, `execute(it) if LIST.include?(it)`,
 * `[it for it in given if it in LIST]`.
 */
const isConditionOf = (guard: Node, use: Node): boolean => {
  let whole: Node | null = guard.parent
  while (
    whole &&
    !/^(?:conditional_expression|if_modifier|(?:list|set)_comprehension|generator_expression)$/.test(
      whole.type,
    )
  )
    whole = whole.parent
  return whole !== null && whole.startIndex <= use.startIndex && use.endIndex <= whole.endIndex
}

/** Whether the answer decides of nothing but of a line in a log, and the program goes on with `use` in any case. */
const isOnlyTold = (guard: Node, use: Node): boolean => {
  let branch: Node | null = guard
  while (branch && !/^(?:if|unless)(?:_statement|_modifier)?$/.test(branch.type)) branch = branch.parent
  if (!branch || use.endIndex <= branch.endIndex) return false
  const rest = branch.text.replace(guard.text, '')
  return TELLS.test(rest) && !LEAVES.test(rest)
}

const TELLS = /\b(?:\w*log\w*|warn\w*|print\w*|puts|echo|console|debug\w*|trace\w*|write_?line)\b/i
const LEAVES =
  /\b(?:return|raise|throw|continue|break|next|exit|die|abort|fail|halt|panic|quit|redirect\w*|render\w*)\b|[^=!<>]=[^=>]/

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
