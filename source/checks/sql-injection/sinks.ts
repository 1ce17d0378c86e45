import type { Node } from 'web-tree-sitter'
import type { Reading } from './evaluate.ts'
import type { Sink } from './language.ts'
import { isPlaceholder, isQuoted, looksLikeCondition, looksLikeStatement } from './looks-like-sql.ts'
import { keyOf } from './scopes.ts'
import { argumentsOf, inside, part, type Shape } from './shapes.ts'
import { HOLE, type Hole, isWhole, type Value } from './value.ts'

/** A string put together that reaches the database. */
export interface Injection {
  hole: Hole & { how: NonNullable<Hole['how']>; built: Node }
  /** The text before what goes in. */
  before: string
}

/** Everything in the file that is put together and reaches the database, also through functions of the file. */
export const findInjections = (reading: Reading): Injection[] => {
  const { language, shapes } = reading
  const calls = shapes.all('call')
  const found: Injection[] = []
  const passedOn = new Map<string, number>()
  for (const call of calls) {
    const sink = sinkOf(reading, call)
    if (!sink) continue
    for (const node of sqlArguments(reading, call)) found.push(...judge(reading, node, sink.takes, passedOn))
  }
  for (const kind of ['assign', 'append', 'entry'] as const) {
    for (const { parts } of shapes.all(kind)) {
      const target = parts.target?.[0] ?? parts.key?.[0]
      const value = parts.operand?.[0]
      const property = target && /\w+$/.exec(target.text)?.[0]
      if (value && property && language.sinkProperties?.includes(property))
        found.push(...judge(reading, value, 'statement', passedOn))
    }
  }
  // Once more for the functions that hand their own parameter on.
  for (const call of calls) {
    const name = part(call, 'callee')?.text ?? ''
    const place = passedOn.get(name)
    const node = place === undefined ? undefined : argumentsOf(call)[place]
    if (node && !sinkOf(reading, call)) found.push(...judge(reading, node, 'statement', new Map()))
  }
  return found
}

/** Of several that fit, the one that takes most. */
const sinkOf = ({ language }: Reading, call: Shape): Sink | undefined => {
  const name = part(call, 'callee')?.text ?? ''
  const receiver = part(call, 'receiver')
  const fitting = language.sinks.filter(
    ({ names, receiver: wanted }) =>
      names.includes(name) && (!wanted || wanted.test(receiver ? keyOf(receiver) : '')),
  )
  return (['fragment', 'condition', 'statement'] as const)
    .map((takes) => fitting.find((sink) => sink.takes === takes))
    .find((sink) => sink !== undefined)
}

const KEYS = /^["']?(?:text|sql|query|statement|stmt|operation|where|commandText|q)["']?$/i

/** The first two arguments, by name or within an object those that hold SQL. */
const sqlArguments = ({ shapes }: Reading, call: Shape): Node[] =>
  argumentsOf(call).flatMap((given, index) => {
    const node = inside(given, shapes)
    const shape = shapes.of(node)
    if (shape?.kind === 'entry')
      return KEYS.test(part(shape, 'key')?.text ?? '') ? (shape.parts.operand ?? []) : []
    if (index > 1) return []
    if (shape?.kind !== 'list') return [node]
    const entries = (shape.parts.operand ?? []).map((each) => shapes.of(each))
    return entries.some((entry) => entry?.kind === 'entry')
      ? entries.flatMap((entry) =>
          entry && KEYS.test(part(entry, 'key')?.text ?? '') ? (entry.parts.operand ?? []) : [],
        )
      : index === 0
        ? (shape.parts.operand ?? []).slice(0, 1)
        : []
  })

const judge = (
  reading: Reading,
  node: Node,
  takes: Sink['takes'],
  passedOn: Map<string, number>,
): Injection[] => {
  const value = reading.evaluate(node)
  if (isWhole(value)) {
    notePassedOn(reading, value, passedOn)
    return []
  }
  if (value.holes.length === 0) return []
  if (takes === 'statement' && !looksLikeStatement(value.text)) return []
  if (takes === 'condition' && !looksLikeCondition(value.text)) return []
  let at = -1
  for (const hole of value.holes) {
    at = value.text.indexOf(HOLE, at + 1)
    const before = value.text.slice(0, Math.max(at, 0))
    const { how, built } = hole
    if (how && built && !isPlaceholder(before) && !(hole.escaped && isQuoted(before)))
      return [{ hole: { ...hole, how, built }, before }]
  }
  return []
}

const notePassedOn = ({ scopes }: Reading, { holes }: Value, passedOn: Map<string, number>): void => {
  const source = holes[0]?.source
  if (!source) return
  const { name, parameters } = scopes.at(source)
  const place = parameters.filter((each) => each !== 'self' && each !== 'cls').indexOf(keyOf(source))
  if (name && place >= 0) passedOn.set(name, place)
}
