import type { Node } from 'web-tree-sitter'
import type { Frame, Reading } from './evaluate.ts'
import { asksWithin } from './guards.ts'
import type { Place } from './language.ts'
import { keyOf } from './scopes.ts'
import { argumentsOf, at, inside, part, type Shape } from './shapes.ts'
import { fillTemplate } from './templates.ts'
import { concat, escaped, HOLE, harmless, isWhole, putIn, unknown, type Value, worst } from './value.ts'

/** What a call gives back. */
export const callValue = (reading: Reading, call: Shape, frame?: Frame): Value => {
  const { language } = reading
  const name = calleeOf(call)
  const receiver = part(call, 'receiver')
  const full = receiver ? `${keyOf(receiver)}.${name}` : name
  if (language.harmless.test(full) || language.own.test(full) || language.harmlessCalls?.test(call.node.text))
    return harmless
  if (language.escapes?.test(full)) return escaped(call.node)
  const { closed } = reading.scopes
  if (closed.has(name) || (receiver && closed.has(receiver.text))) return harmless
  const predicate = at(call, language.filters.get(name) ?? 'block')
  // With a third argument PHP asks of the keys.
  if (
    language.filters.has(name) &&
    argumentsOf(call).length < 3 &&
    predicate &&
    asksWithin(reading, predicate)
  )
    return harmless
  const value = (node: Node | undefined): Value => (node ? reading.evaluate(node, frame) : harmless)
  const values = (place: Place): Value[] => nodesAt(call, place).map(value)
  const joined = (parts: Value[], separator = '') =>
    putIn(concat(parts, separator), 'concatenation', call.node)

  const template = language.formats.get(name)
  if (template !== undefined && at(call, template)) {
    const others = argumentsOf(call).slice(template === 'receiver' ? 0 : Number(template) + 1)
    return fillTemplate(value(at(call, template)), others.map(value), call.node)
  }
  if (language.intersections.includes(name))
    return values('all').find(({ holes }) => holes.length === 0) ?? unknown(call.node)
  const list = language.joins.get(name)
  if (list !== undefined) return joined(values(list), ', ')
  const made = language.maps.get(name)
  if (made !== undefined) return mapValue(reading, call, made, frame)
  if (language.builders.includes(name)) return concat(argumentsOf(call).map(value))
  if (language.appends.includes(name) && receiver) return joined(values('all'))
  if (language.lookups.includes(name) && receiver) {
    const [of, , ...otherwise] = values('all')
    return of?.holes.length === 0 ? worst([of, ...otherwise]) : unknown(call.node)
  }
  if (/^(?:replace|replaceAll|gsub|sub|str_replace|ReplaceAll|Replace)$/.test(name))
    return replaced(call, value)
  const passed = language.passes.get(name)
  if (passed === 'all') return joined(values('all'))
  const [given] = passed === undefined ? [] : values(passed)
  // What was not known before is not known after, but is now what the call made of it.
  if (given) return isWhole(given) && !given.holes[0]?.escaped ? unknown(call.node) : given
  return ownFunctionValue(reading, call, name, frame) ?? unknown(call.node)
}

/** Without type arguments: `List<string>` is a `List`. */
const calleeOf = (call: Shape): string => (part(call, 'callee')?.text ?? '').replace(/<[\s\S]*$/, '')

const nodesAt = (call: Shape, place: Place): Node[] => {
  const given = argumentsOf(call)
  if (place === 'rest') return given.slice(1)
  const node = at(call, place)
  if (place !== 'all') return node ? [node] : []
  const receiver = part(call, 'receiver')
  return receiver ? [receiver, ...given] : given
}

/** What a function makes of each element; the elements themselves do not matter where it does not use them. */
const mapValue = (reading: Reading, call: Shape, place: Place, frame?: Frame): Value => {
  const made = at(call, place) ?? at(call, 0)
  if (!made) return unknown(call.node)
  const maker = inside(made, reading.shapes)
  const scope = reading.scopes.at(maker)
  if (scope.start === maker.startIndex && scope.results.length > 0)
    return worst(scope.results.map((result) => reading.evaluate(result, frame)))
  const name = maker.text.replace(/^["'&:]+|["']$/g, '')
  if (reading.language.harmless.test(name)) return harmless
  if (reading.language.escapes?.test(name)) return escaped(call.node)
  // Elements that only become text are what they were.
  const list = at(call, place === 0 && argumentsOf(call).length > 1 ? 1 : 'receiver')
  const given = list && reading.language.passes.has(name) ? reading.evaluate(list, frame) : undefined
  return given && !isWhole(given) ? given : unknown(call.node)
}

/** A template whose words are replaced; replacing something in a value that is not known makes it no better. */
const replaced = (call: Shape, value: (node?: Node) => Value): Value => {
  const places: Place[] = calleeOf(call) === 'str_replace' ? [2, 0, 1] : ['receiver', 0, 1]
  const [template, word, by] = places.map((place) => value(at(call, place))) as [Value, Value, Value]
  if (isWhole(template)) return unknown(call.node)
  if (by.holes.length === 0 || word.text === HOLE || !word.text || !template.text.includes(word.text))
    return template
  const start = template.text.indexOf(word.text)
  const before = template.text.slice(0, start)
  const count = before.split(HOLE).length - 1
  const filled = concat([
    { text: before, holes: template.holes.slice(0, count) },
    by,
    { text: template.text.slice(start + word.text.length), holes: template.holes.slice(count) },
  ])
  return putIn(filled, 'formatting', call.node)
}

/** Calls within calls that are followed; deeper ones are not known. */
const DEEPEST = 4

const OWN = /^(?:self|this|cls|static|\$this|parent|[A-Z]\w*)$/

const ownFunctionValue = (reading: Reading, call: Shape, name: string, frame?: Frame): Value | undefined => {
  const receiver = part(call, 'receiver')
  return receiver && !OWN.test(receiver.text)
    ? undefined
    : functionValue(reading, name, argumentsOf(call), frame)
}

/** What a function of the file gives back for these arguments. */
export const functionValue = (
  reading: Reading,
  name: string,
  given: Node[],
  frame?: Frame,
): Value | undefined => {
  const scope = reading.scopes.named.get(name)
  const depth = (frame?.depth ?? 0) + 1
  if (!scope || scope.results.length === 0 || depth > DEEPEST) return undefined
  const names = scope.parameters.filter((each) => each !== 'self' && each !== 'cls')
  const bound = new Map<string, Value>()
  for (const [index, node] of given.entries()) {
    const parameter = names[index]
    if (parameter) bound.set(parameter, reading.evaluate(node, frame))
  }
  const inner: Frame = { scope, bound, depth }
  return worst(scope.results.map((result) => reading.evaluate(result, inner)))
}
