import { isDeepStrictEqual } from 'node:util'
import {
  applyEdits,
  findNodeAtLocation,
  getNodeValue,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser'

export interface JsonMerge {
  /** null: both sides made the file. */
  base: string | null
  ours: string
  theirs: string
  /** Lists of texts are sets here (as in package.json): what either side added or took out, the merge has or lacks. */
  listsAreSets: boolean
}

/** Each change is written by parsing the text anew: this many characters times changes take no second. */
const MOST_WORK = 30_000_000

/**
 * Merges by key, where git sees only lines that lie side by side. Null: one of them is no JSON that can be told apart
 * for sure, or both sides gave one key different values. What is written keeps our order, indent and comments.
 */
export function mergeJson({ base, ours, theirs, listsAreSets }: JsonMerge): string | null {
  const [b, o, t] = [base === null ? undefined : read(base), read(ours), read(theirs)]
  if (b === null || !o || !t) return null
  const changes: Change[] = []
  const merging = { changes, listsAreSets, textOf: textIn(theirs), oursOf: textIn(ours) }
  const merged = mergeNodes({ base: b, ours: o, theirs: t }, [], merging)
  if (merged === CONFLICT || changes.length * ours.length > MOST_WORK) return null
  const text = changes.reduce(apply, ours)
  const written = read(text)
  return written && isDeepStrictEqual(getNodeValue(written), merged) ? text : null
}

interface Change {
  path: string[]
  /** What stands there then, as they write it; null: the key goes. */
  text: string | null
  /** The keys of the object as they have it, to find the place of a new one. */
  order: string[]
}

const CONFLICT = Symbol('both sides changed it')

interface Sides {
  base: Node | undefined
  ours: Node
  theirs: Node
}

interface Merging {
  changes: Change[]
  listsAreSets: boolean
  /** A value as they write it, and as we do. */
  textOf: (node: Node) => string
  oursOf: (node: Node) => string
}

const textIn =
  (text: string) =>
  ({ offset, length }: Node): string =>
    text.slice(offset, offset + length)

/** The merged value, and as changes what has to be done to ours to get it. */
function mergeNodes({ base, ours, theirs }: Sides, path: string[], merging: Merging): unknown {
  const [b, o, t] = [base && getNodeValue(base), getNodeValue(ours), getNodeValue(theirs)]
  if (isDeepStrictEqual(o, t) || (base && isDeepStrictEqual(b, t))) return o
  const become = (text: string, value: unknown) => {
    merging.changes.push({ path, text, order: [] })
    return value
  }
  if (base && isDeepStrictEqual(b, o)) return become(merging.textOf(theirs), t)
  if (ours.type === 'object' && theirs.type === 'object' && (!base || base.type === 'object')) {
    return mergeObjects({ base, ours, theirs }, path, merging)
  }
  if (merging.listsAreSets && isSet(o) && isSet(t) && (!base || isSet(b))) {
    const before: string[] = isSet(b) ? b : []
    const kept = o.filter((each) => t.includes(each) || !before.includes(each))
    const all = [...kept, ...t.filter((each) => !o.includes(each) && !before.includes(each))]
    return become(listText(all, merging.oursOf(ours)), all)
  }
  return CONFLICT
}

function mergeObjects({ base, ours, theirs }: Sides, path: string[], merging: Merging): unknown {
  const [b, o, t] = [members(base), members(ours), members(theirs)]
  const merged = Object.create(null) as Record<string, unknown>
  for (const key of new Set([...o.keys(), ...t.keys()])) {
    const [inBase, inOurs, inTheirs] = [b.get(key), o.get(key), t.get(key)]
    const change = (text: string | null) =>
      merging.changes.push({ path: [...path, key], text, order: [...t.keys()] })
    if (inOurs && inTheirs) {
      const value = mergeNodes({ base: inBase, ours: inOurs, theirs: inTheirs }, [...path, key], merging)
      if (value === CONFLICT) return CONFLICT
      merged[key] = value
      continue
    }
    const only = (inOurs ?? inTheirs) as Node
    // One side took out what the other one changed.
    if (inBase && !isDeepStrictEqual(getNodeValue(inBase), getNodeValue(only))) return CONFLICT
    if (inBase && inOurs) change(null)
    if (inBase) continue
    merged[key] = getNodeValue(only)
    if (!inOurs) change(merging.textOf(only))
  }
  return merged
}

const members = (node: Node | undefined): Map<string, Node> =>
  new Map(
    (node?.children ?? []).map(({ children = [] }) => [children[0]?.value as string, children[1] as Node]),
  )

const isSet = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.every((each) => typeof each === 'string') &&
  new Set(value).size === value.length

/** Null for what is not JSON, and for what would be lost on the way: a key that is there twice, a number too long. */
function read(text: string): Node | null {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true })
  return root && errors.length === 0 && isExact(root, text) ? root : null
}

function isExact(node: Node, text: string): boolean {
  if (node.type === 'number') return String(node.value) === text.slice(node.offset, node.offset + node.length)
  const keys =
    node.type === 'object' ? [...(node.children ?? [])].map((each) => each.children?.[0]?.value) : []
  if (keys.includes('__proto__') || new Set(keys).size !== keys.length) return false
  return (node.children ?? []).every((child) => isExact(child, text))
}

function apply(text: string, { path, text: wanted, order }: Change): string {
  if (wanted === null) return applyEdits(text, modify(text, path, undefined, {}))
  const root = parseTree(text) as Node
  const there = findNodeAtLocation(root, path)
  if (there) return splice(text, there.offset, there.offset + there.length, wanted)
  const key = path.at(-1) as string
  const property = `${JSON.stringify(key)}: ${wanted}`
  const object = findNodeAtLocation(root, path.slice(0, -1)) as Node
  const { children = [] } = object
  // Of an object that is empty nothing tells how its lines would look.
  if (children.length === 0)
    return splice(text, object.offset, object.offset + object.length, `{ ${property} }`)
  const at = placeOf(
    key,
    children.map((child) => child.children?.[0]?.value as string),
    order,
  )
  const beside = children[Math.max(0, at - 1)] as Node
  const space = spaceBefore(text, beside.offset)
  if (at === 0) return splice(text, beside.offset, beside.offset, `${property},${space}`)
  const end = beside.offset + beside.length
  return splice(text, end, end, `,${space}${property}`)
}

const splice = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to)

/** What stands between a property and the one before it: one line's end and the indent, or a blank. */
const spaceBefore = (text: string, offset: number): string =>
  (/\s*$/.exec(text.slice(0, offset))?.[0] ?? '').replace(/^[\s\S]*?(\r?\n[^\n]*)$/, '$1')

/** On one line, or a line each, as it was. */
function listText(items: string[], before: string): string {
  const [, first, last] = /^\[(\s*)[\s\S]*?(\s*)\]$/.exec(before) ?? []
  if (items.length === 0 || !first?.includes('\n'))
    return `[${items.map((each) => JSON.stringify(each)).join(', ')}]`
  return `[${first}${items.map((each) => JSON.stringify(each)).join(`,${first}`)}${last}]`
}

/** Where keys are sorted, a new one is as well; else it follows the one it follows on their side. */
function placeOf(key: string, keys: string[], order: string[]): number {
  if (keys.every((each, at) => at === 0 || (keys[at - 1] as string) < each)) {
    const next = keys.findIndex((each) => each > key)
    return next < 0 ? keys.length : next
  }
  const before = order.slice(0, order.indexOf(key)).findLast((each) => keys.includes(each))
  return before === undefined ? keys.length : keys.indexOf(before) + 1
}
