import type { Node } from 'web-tree-sitter'
import type { Language } from './language.ts'
import { argumentsOf, part, type Shape, type Shapes } from './shapes.ts'

export interface Assignment {
  kind: 'assign' | 'append' | 'each'
  node: Node
  value: Node
  /** The call that adds, when it is one. */
  call?: Shape
}

/** A function, or the file around all of them. */
export interface Scope {
  start: number
  end: number
  name?: string
  parameters: string[]
  results: Node[]
  /** By name, in the order of the text. */
  assignments: Map<string, Assignment[]>
  /** Names that the language's types keep harmless. */
  typed: Set<string>
  parent?: Scope
}

export interface Scopes {
  at: (node: Node) => Scope
  file: Scope
  /** Functions by name. */
  named: Map<string, Scope>
  /** Types that have no values but those the program names. */
  closed: Set<string>
  /** What is assigned to fields, anywhere in the file, by every name they have. */
  fields: Map<string, Assignment[]>
}

/** The text of a name without the spaces somebody put into it. */
export const keyOf = (node: Node): string => node.text.replace(/\s+/g, '').replaceAll('?.', '.')

export const findScopes = (root: Node, shapes: Shapes, language: Language): Scopes => {
  const file = emptyScope(0, root.endIndex)
  const functions = shapes
    .all('function')
    .map((shape) => toScope(shape, language))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  nest(functions, file)
  const at = (node: Node): Scope => innermost(functions, node.startIndex) ?? file
  const fields = new Map<string, Assignment[]>()
  const assign = (target: Node, assignment: Assignment) => {
    const key = keyOf(target)
    add(at(assignment.node).assignments, key, assignment)
    if (language.selves.some((self) => key.startsWith(self))) add(fields, key, assignment)
  }
  for (const kind of ['assign', 'append', 'each'] as const) {
    for (const { node, parts } of shapes.all(kind)) {
      const [target] = parts.target ?? []
      const [value] = parts.operand ?? []
      if (target && value) assign(target, { kind, node, value })
    }
  }
  for (const call of shapes.all('call')) {
    const target = builderOf(call, shapes, language)
    const [value] = argumentsOf(call)
    if (target && value) assign(target, { kind: 'append', node: value, value, call })
  }
  for (const { node, parts } of shapes.all('field')) {
    const [target] = parts.target ?? []
    const [value] = parts.operand ?? []
    if (!target || !value) continue
    const key = keyOf(target).replace(/^\$/, '')
    for (const self of language.selves) add(fields, `${self}${key}`, { kind: 'assign', node, value })
  }
  const closed = closedTypes(shapes, language)
  const isHarmless = harmlessType(closed, language)
  for (const { parts } of shapes.all('typed')) {
    const [type] = parts.type ?? []
    if (type && !isHarmless(type.text)) continue
    for (const target of parts.target ?? []) at(target).typed.add(keyOf(target))
  }
  for (const { node, parts } of shapes.all('return')) at(node).results.push(...(parts.result ?? []))
  functions.forEach(moveOutward)
  for (const lists of [fields, file.assignments, ...functions.map(({ assignments }) => assignments)])
    for (const list of lists.values()) list.sort((a, b) => a.node.startIndex - b.node.startIndex)
  return {
    at,
    file,
    named: new Map(functions.flatMap((each) => (each.name ? [[each.name, each]] : []))),
    closed,
    fields,
  }
}

const closedTypes = (shapes: Shapes, { closedTypes }: Language): Set<string> =>
  new Set(
    shapes.all('closed').flatMap((shape) => {
      const name = part(shape, 'name')
      const of = part(shape, 'type')
      return name && (!of || closedTypes?.test(of.text)) ? [name.text] : []
    }),
  )

/** Numbers and the like, and types of the file that are a list of its own values. */
const harmlessType =
  (closed: Set<string>, { harmlessTypes }: Language) =>
  (type: string): boolean => {
    const bare = type.replace(/^:\s*|^\?|\?$|\s*\|\s*(?:None|null|undefined)$|^Optional\[|\]$/g, '')
    return closed.has(bare) || (harmlessTypes?.test(type.replace(/^:\s*/, '')) ?? false)
  }

/** What a function only adds to is a variable of one around it. */
const moveOutward = ({ assignments, parameters, parent }: Scope): void => {
  for (const [key, list] of assignments) {
    if (parameters.includes(key) || list.some(({ kind }) => kind !== 'append')) continue
    let outer = parent
    while (outer && !outer.assignments.has(key)) outer = outer.parent
    if (!outer) continue
    outer.assignments.get(key)?.push(...list)
    assignments.delete(key)
  }
}

const emptyScope = (start: number, end: number): Scope => ({
  start,
  end,
  parameters: [],
  results: [],
  assignments: new Map(),
  typed: new Set(),
})

const toScope = (shape: Shape, { names }: Language): Scope => {
  const scope = emptyScope(shape.node.startIndex, shape.node.endIndex)
  const name = part(shape, 'name')
  const parameters = part(shape, 'parameters')
  if (name) scope.name = name.text
  if (parameters) scope.parameters = parameterNames(parameters, names)
  scope.results.push(...(shape.parts.result ?? []))
  return scope
}

const parameterNames = (list: Node, names: string[]): string[] => {
  if (names.includes(list.type) || list.namedChildCount === 0) return [keyOf(list)]
  return list.namedChildren.flatMap((child) => {
    if (names.includes(child.type)) return [keyOf(child)]
    const named = [...child.childrenForFieldName('name'), ...child.childrenForFieldName('pattern')]
    const found = named.length > 0 ? named : child.namedChildren.filter(({ type }) => names.includes(type))
    return found.map(keyOf)
  })
}

/** Functions lie within each other or beside each other, never across. */
const nest = (functions: Scope[], file: Scope): void => {
  const open: Scope[] = [file]
  for (const scope of functions) {
    while (open.length > 1 && (open.at(-1) as Scope).end <= scope.start) open.pop()
    scope.parent = open.at(-1) as Scope
    open.push(scope)
  }
}

const innermost = (functions: Scope[], place: number): Scope | undefined => {
  let low = 0
  let high = functions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((functions[middle] as Scope).start <= place) low = middle + 1
    else high = middle
  }
  let scope = functions[low - 1]
  while (scope && scope.end <= place) scope = scope.parent
  return scope?.parent ? scope : undefined
}

/** In `builder.append(a).append(b)` both calls add to `builder`. */
const builderOf = (call: Shape, shapes: Shapes, { appends, names }: Language): Node | undefined => {
  const callee = part(call, 'callee')
  if (!callee || !appends.includes(callee.text)) return undefined
  let receiver = part(call, 'receiver')
  for (let steps = 0; receiver && steps < 100; steps += 1) {
    if (names.includes(receiver.type)) return receiver
    const inner = shapes.of(receiver)
    if (inner?.kind !== 'call' || !appends.includes(part(inner, 'callee')?.text ?? '')) return undefined
    receiver = part(inner, 'receiver')
  }
  return undefined
}

const add = (map: Map<string, Assignment[]>, key: string, assignment: Assignment): void => {
  const list = map.get(key)
  if (list) list.push(assignment)
  else map.set(key, [assignment])
}
