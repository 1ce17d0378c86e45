import type { Node, Query } from 'web-tree-sitter'
import type { Language, Place } from './language.ts'

/**
 * What the program text means to this check, whatever its language. The queries name the parts:
 * - `text`: a string literal; `gap` is what is replaced in it and `hole` what is put there
 * - `concat`: its `operand`s become one string · `format`: `operand`s are template and values · `repeat`: `operand`
 * - `choice`: one of its `operand`s · `same`: its `operand` · `list`: all its `operand`s · `number`: harmless
 * - `entry`: `key` and `operand` · `index`: something of `operand` · `heredoc`: its text stands elsewhere (`body`)
 * - `meet`: only what is in all its `operand`s
 * - `call`: `callee`, maybe `receiver`, `arguments` (or each `argument`), maybe `block` · `tagged`: the tag sees to it
 * - `assign`, `append`, `each`: `operand` goes into `target` · `field`: the same, of the class
 * - `typed`: `target` is of `type`; without one it counts · `closed`: type `name` has values of the program's own, if its
 *   `type` fits
 * - `function`: maybe `name`, `parameters`, and a `result` where that is no statement · `return`: `result`
 * - `membership`: is `subject` in `collection`
 * - `operation`: the `operator` between `left` and `right` says which of these it is. One pattern for all of them: each
 *   further one of such a node made the query dearer to compile than a file is to read (Ruby: 490 ms with nine, 220 with one)
 */
export interface Shape {
  kind: string
  node: Node
  parts: Record<string, Node[]>
}

const KINDS = new Set(
  (
    'text concat format repeat choice same list number entry index meet heredoc body call tagged ' +
    'assign append each field typed closed function return membership operation'
  ).split(' '),
)

/** The kinds that an expression can be; a node is one of them only. */
const EXPRESSIONS = new Set(
  'text concat format repeat choice same list number entry index meet heredoc call tagged'.split(' '),
)

export class Shapes {
  private readonly expressions = new Map<number, Shape & { pattern: number }>()
  private readonly others = new Map<string, Map<number, Shape>>()

  of = (node: Node): Shape | undefined => this.expressions.get(node.id)

  all(kind: string): Shape[] {
    return EXPRESSIONS.has(kind)
      ? [...this.expressions.values()].filter((shape) => shape.kind === kind)
      : [...(this.others.get(kind)?.values() ?? [])]
  }

  add(kind: string, node: Node, parts: Record<string, Node[]>, pattern: number): void {
    const place = this.placeOf(kind)
    const known = place.get(node.id) as (Shape & { pattern: number }) | undefined
    if (!known || (known.kind !== kind && pattern < known.pattern)) {
      place.set(node.id, { kind, node, parts, pattern } as Shape & { pattern: number })
    } else if (known.kind === kind) {
      for (const [name, nodes] of Object.entries(parts)) addNew(known.parts, name, nodes)
    }
  }

  private placeOf(kind: string): Map<number, Shape> {
    if (EXPRESSIONS.has(kind)) return this.expressions
    const place = this.others.get(kind) ?? new Map()
    this.others.set(kind, place)
    return place
  }
}

const addNew = (parts: Record<string, Node[]>, name: string, nodes: Node[]): void => {
  const known = parts[name] ?? []
  parts[name] = known
  // Matches come in the order of the text, so a node that is there already is the last one.
  for (const node of nodes) if (known.at(-1)?.id !== node.id) known.push(node)
}

/**
 * How many patterns may wait for the rest of their node at a time. In a chain of thousands of values each waits for all
 * behind it, and the time grows with the square.
 */
const MOST_WAITING = 1000

/** Finds every shape, or gives up: `too-long` or `too-deep`. */
export const findShapes = (
  root: Node,
  query: Query,
  { operators, names }: Pick<Language, 'operators' | 'names'>,
  expired: () => boolean,
): Shapes | 'too-long' | 'too-deep' => {
  const shapes = new Shapes()
  const matches = query.matches(root, { progressCallback: expired, matchLimit: MOST_WAITING })
  if (expired()) return 'too-long'
  if (query.didExceedMatchLimit()) return 'too-deep'
  for (const { captures, patternIndex } of matches) {
    const parts: Record<string, Node[]> = {}
    let whole: { name: string; node: Node } | undefined
    for (const { name, node } of captures) {
      if (KINDS.has(name)) whole = { name, node }
      else addNew(parts, name, [node])
    }
    if (whole?.name === 'operation')
      addOperation(shapes, whole.node, { parts, operators, names, patternIndex })
    else if (whole) shapes.add(whole.name, whole.node, parts, patternIndex)
  }
  return shapes
}

const addOperation = (
  shapes: Shapes,
  node: Node,
  {
    parts: { left = [], operator = [], right = [] },
    operators,
    names,
    patternIndex,
  }: Pick<Language, 'operators' | 'names'> & { parts: Shape['parts']; patternIndex: number },
): void => {
  const add = (kind: string, parts: Shape['parts']) => shapes.add(kind, node, parts, patternIndex)
  const meaning = operators[operator[0]?.text ?? '']
  if (meaning === 'number') add('number', {})
  else if (meaning === 'second') add('choice', { operand: right })
  else if (meaning === 'repeat') add('repeat', { operand: left })
  else if (meaning === 'membership') add('membership', { subject: left, collection: right })
  else if (meaning === 'append') {
    add('concat', { operand: [...left, ...right] })
    if (left.some(({ type }) => names.includes(type))) add('append', { target: left, operand: right })
  } else if (meaning) add(meaning, { operand: [...left, ...right] })
}

export const part = (shape: Shape, name: string): Node | undefined => shape.parts[name]?.[0]

/** What a call is given, in order, without comments between. */
export const argumentsOf = (call: Shape): Node[] => {
  const list = part(call, 'arguments')
  if (!list) return call.parts.argument ?? []
  return list.namedChildren.filter((child) => !child.type.includes('comment'))
}

/** A part of a call, where it is one expression. */
export const at = (call: Shape, place: Place): Node | undefined =>
  typeof place === 'number' ? argumentsOf(call)[place] : part(call, place === 'block' ? 'block' : 'receiver')

/** An expression without the brackets and the like around it. */
export const inside = (node: Node, shapes: Shapes): Node => {
  const shape = shapes.of(node)
  const inner = shape?.kind === 'same' ? part(shape, 'operand') : undefined
  return inner ? inside(inner, shapes) : node
}
