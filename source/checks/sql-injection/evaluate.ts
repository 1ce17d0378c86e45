import type { Node } from 'web-tree-sitter'
import { callValue, functionValue } from './calls.ts'
import { isGuarded } from './guards.ts'
import type { Language } from './language.ts'
import { type Assignment, keyOf, type Scope, type Scopes } from './scopes.ts'
import { part, type Shape, type Shapes } from './shapes.ts'
import { fillTemplate } from './templates.ts'
import { concat, harmless, literal, putIn, unknown, type Value, worst } from './value.ts'

/** One file being read. */
export interface Reading {
  language: Language
  shapes: Shapes
  scopes: Scopes
  /** What an expression can be; for a call of a function of the file, with the call's arguments bound. */
  evaluate: (node: Node, frame?: Frame) => Value
  /** Whether everything was looked at: hostile text can make more work than it is worth. */
  complete: () => boolean
}

export interface Frame {
  scope: Scope
  bound: Map<string, Value>
  depth: number
}

/** Nothing a person writes needs as much. */
const MOST_STEPS = 200_000
const DEEPEST = 500

export const startReading = (
  language: Language,
  shapes: Shapes,
  scopes: Scopes,
  expired: () => boolean,
): Reading => {
  const known = new Map<number, Value>()
  let steps = 0
  let depth = 0
  let complete = true
  const evaluate = (node: Node, frame?: Frame): Value => {
    const before = frame ? undefined : known.get(node.id)
    if (before) return before
    steps += 1
    if (steps > MOST_STEPS || depth > DEEPEST || (steps % 1000 === 0 && expired())) {
      complete = false
      return unknown(node)
    }
    depth += 1
    // What is asked for again while it is being worked out is a loop in the program: it adds nothing new.
    if (!frame) known.set(node.id, unknown(node))
    const value = expressionValue(reading, node, frame)
    if (!frame) known.set(node.id, value)
    depth -= 1
    return value
  }
  const reading: Reading = { language, shapes, scopes, evaluate, complete: () => complete }
  return reading
}

const expressionValue = (reading: Reading, node: Node, frame?: Frame): Value => {
  const { language, shapes, evaluate } = reading
  const shape = shapes.of(node)
  const operands = () => (shape?.parts.operand ?? []).map((operand) => evaluate(operand, frame))
  switch (shape?.kind) {
    case 'text':
      return textValue(reading, shape, frame)
    case 'heredoc':
      return heredocValue(reading, shape, frame)
    case 'concat':
      return putIn(concat(operands()), 'concatenation', node)
    case 'format':
      return formatValue(reading, shape, frame)
    case 'choice':
      return worst(operands())
    case 'meet':
      return operands().find(({ holes }) => holes.length === 0) ?? unknown(node)
    case 'list':
      return concat(operands(), ', ')
    case 'same':
    case 'repeat':
    case 'entry':
      return operands()[0] ?? harmless
    case 'number':
    case 'tagged':
      return harmless
    case 'index':
      return indexValue(reading, shape, frame)
    case 'call':
      return callValue(reading, shape, frame)
  }
  if (language.constants.includes(node.type)) return harmless
  return language.names.includes(node.type) ? nameValue(reading, node, frame) : unknown(node)
}

const textValue = ({ evaluate, shapes }: Reading, { node, parts }: Shape, frame?: Frame): Value => {
  const holes = parts.hole ?? []
  const gaps = parts.gap ?? holes
  const source = node.text
  const pieces: Value[] = []
  let done = 0
  for (const [index, gap] of gaps.entries()) {
    const from = gap.startIndex - node.startIndex
    const to = gap.endIndex - node.startIndex
    // PHP's braces are no node of their own.
    const braces = !parts.gap && source[from - 1] === '{' && source[to] === '}' ? 1 : 0
    // A gap that lets nothing but a number in.
    const value = shapes.of(gap)?.kind === 'number' ? harmless : evaluate(holes[index] ?? gap, frame)
    pieces.push(literal(source.slice(done, from - braces)), value)
    done = to + braces
  }
  pieces.push(literal(source.slice(done)))
  const value = concat(pieces)
  const text = value.text
    .replace(/^<<<\s*["']?\w+["']?/, '')
    .replace(/^[a-zA-Z$@]*("""|'''|"|'|`)/, '')
    .replace(/("""|'''|"|'|`)$/, '')
  return putIn({ ...value, text }, 'interpolation', node)
}

/** The bodies of heredocs come in the order in which the heredocs begin. */
const heredocValue = (reading: Reading, { node }: Shape, frame?: Frame): Value => {
  const place = reading.shapes.all('heredoc').findIndex((other) => other.node.id === node.id)
  const body = reading.shapes.all('body')[place]
  return body ? textValue(reading, body, frame) : unknown(node)
}

const formatValue = ({ evaluate, shapes }: Reading, { node, parts }: Shape, frame?: Frame): Value => {
  const [template, given] = parts.operand ?? []
  if (!template || !given) return unknown(node)
  const list = shapes.of(given)
  const values = list?.kind === 'list' ? (list.parts.operand ?? []) : [given]
  return fillTemplate(
    evaluate(template, frame),
    values.map((each) => evaluate(each, frame)),
    node,
  )
}

/** One of the elements of a list of the program's own, or something unknown. */
const indexValue = (reading: Reading, { node, parts }: Shape, frame?: Frame): Value => {
  const [of] = parts.operand ?? []
  if (!of || isGuarded(reading, node)) return harmless
  const value = reading.evaluate(of, frame)
  return value.holes.length === 0 ? value : unknown(node)
}

/** What a name stands for where `node` uses it. */
const nameValue = (reading: Reading, node: Node, frame?: Frame): Value => {
  const { language, scopes } = reading
  const key = keyOf(node)
  if (language.own.test(key) || isGuarded(reading, node)) return harmless
  const inner = scopes.at(node)
  for (let scope: Scope | undefined = inner; scope; scope = scope.parent) {
    const isTyped = scope.typed.has(key)
    const isParameter = scope.parameters.includes(key)
    const assignments = scope.assignments.get(key) ?? []
    if (isTyped && (!language.hintsOnly || assignments.length === 0)) return harmless
    if (!isParameter && assignments.length === 0) continue
    const reaching =
      scope === inner ? reachingAssignments(assignments, node, scope) : { assignments, sure: false }
    const bound = frame?.scope === scope ? frame.bound.get(key) : undefined
    const given = isParameter && !reaching.sure ? (isTyped ? harmless : (bound ?? unknown(node))) : undefined
    if (given || reaching.assignments.length > 0)
      return foldAssignments(reading, reaching.assignments, given, frame)
  }
  const fields = scopes.fields.get(key)
  if (fields) return foldAssignments(reading, fields, undefined, frame)
  if (isConstantName(key)) return harmless
  // Ruby calls, and C# reads a property, without brackets.
  return functionValue(reading, key, [], frame) ?? ofKnown(reading, node, frame) ?? unknown(node)
}

/** A property of something that holds nothing from outside, as the value of an enum's member is, or of a type of the file. */
const ofKnown = (reading: Reading, node: Node, frame?: Frame): Value | undefined => {
  const [owner] = node.namedChildren
  if (!owner || node.namedChildCount < 2 || !reading.language.names.includes(owner.type)) return undefined
  const member = /^[A-Z]\w*\.(\w+)$/.exec(keyOf(node))?.[1]
  const constant = member === undefined ? undefined : reading.scopes.file.assignments.get(member)
  if (constant) return foldAssignments(reading, constant, undefined, frame)
  const { text, holes } = reading.evaluate(owner, frame)
  return text !== '' && holes.length === 0 ? harmless : undefined
}

/** By convention: a name in capitals or a member of one, if it is not one of those that stand for what somebody sent. */
const isConstantName = (key: string): boolean => {
  const name =
    /(?:^|[.:>$\\])([A-Z][A-Z0-9_]+)(?:\.value|\.name)?$/.exec(key)?.[1] ??
    /^([A-Z][A-Z0-9_]+)\.\w+$/.exec(key)?.[1]
  return name !== undefined && !SENT.test(name)
}

const SENT = /^(?:ARGV|ENV|GET|POST|REQUEST|COOKIES?|FILES|META|PARAMS|BODY|QUERY|INPUT|DATA)$/

/** Those before a use, from the last one on that has surely happened. */
interface Reaching {
  assignments: Assignment[]
  /** Whether the first of them has surely happened, so that nothing before it counts. */
  sure: boolean
}

const reachingAssignments = (all: Assignment[], use: Node, scope: Scope): Reaching => {
  const before = all.filter(
    ({ kind, node }) =>
      node.startIndex < use.startIndex && (kind === 'each' || node.endIndex <= use.startIndex),
  )
  const surely = before.findLastIndex(({ kind, node }) =>
    kind === 'each' ? use.endIndex <= node.endIndex : kind === 'assign' && isSureAt(node, use, scope),
  )
  return { assignments: before.slice(Math.max(surely, 0)), sure: surely >= 0 }
}

const BRANCHING =
  /^(?:if|unless|elif|elsif|else|for|foreach|while|until|do|try|catch|except|rescue|finally|ensure|switch|case|when|match|conditional|enhanced_for|expression_case)(?:_|$)/

/** Whether the branch in which `node` stands is the one of `use` too: then what it does has happened there. */
const isSureAt = (node: Node, use: Node, scope: Scope): boolean => {
  for (
    let child = node, parent = node.parent;
    parent && parent.startIndex >= scope.start;
    parent = child.parent
  ) {
    if (BRANCHING.test(parent.type))
      return child.startIndex <= use.startIndex && use.endIndex <= child.endIndex
    if (parent.startIndex === scope.start && parent.endIndex === scope.end) return true
    child = parent
  }
  return true
}

const foldAssignments = (
  reading: Reading,
  assignments: Assignment[],
  given: Value | undefined,
  frame?: Frame,
): Value => {
  let value = given
  for (const { kind, value: node, call } of assignments) {
    const added = call ? addedBy(call, reading, frame) : reading.evaluate(node, frame)
    if (kind === 'append') value = putIn(concat([value ?? literal(''), added]), 'concatenation', node)
    else value = value === undefined ? added : worst([value, added])
  }
  return value ?? harmless
}

/** What a call adds: a filled template for those that format, else its first argument. */
const addedBy = (call: Shape, reading: Reading, frame?: Frame): Value => {
  const [first, ...others] = part(call, 'arguments')?.namedChildren ?? []
  if (!first) return harmless
  const template = reading.evaluate(first, frame)
  if (!/format|printf/i.test(part(call, 'callee')?.text ?? '')) return template
  return fillTemplate(
    template,
    others.map((each) => reading.evaluate(each, frame)),
    call.node,
  )
}
