/**
 * Looks for the words of many kinds at once, whatever their case, in one table look-up a character (the automaton of
 * Aho and Corasick). Says too often that a line is suspect, never too rarely.
 */
export interface Prefilter<Kind = unknown> {
  /** For each byte, which is a character in ASCII: its class, or one of the marks below. */
  classes: Uint8Array
  /**
   * Where a character's class leads: `next[state + class]`. Every line begins at 0. From `words` on it is no state: a
   * word has just ended.
   */
  next: Uint16Array | Int32Array
  words: number
  /** The state behind a word: `after[word - words]`. */
  after: Uint16Array | Int32Array
  /** What is looked for: the words, as far as they are, in small letters. */
  sought: string[]
  /** There is a kind with a word that cannot be looked for: every line is suspect. */
  isAnySuspect: boolean
  /** Whose words have ended, and those whose words cannot be looked for. */
  kindsOf: (ended: Iterable<number>) => Set<Kind>
}

/** A byte of a character beyond ASCII. */
export const WIDE = 252
/** Characters that are no part of a line's plain text. */
export const LINE_END = 253
export const ESCAPE = 254
export const FORBIDDEN = 255

/** As much of a word as is looked for. */
const longestWord = 8
const shortestWord = 3

export function createPrefilter<Kind extends { hints: string[] }>(sought: Kind[]): Prefilter<Kind> {
  const words = sought.flatMap((kind) => kind.hints.map((hint) => ({ word: soughtPart(hint), kind })))
  const classes = characterClasses(words.map(({ word }) => word))
  const width = Math.max(...classes.filter((each) => each < WIDE)) + 1
  const nodes = buildTrie(words, classes)
  // A state is the place of its row in the table. Where nothing goes on there is none: the smaller the table, the more
  // of it is at hand.
  const inner = nodes.filter(({ children, fallback }) => children.size > 0 || fallback === null)
  const ends = nodes.filter(({ kinds }) => kinds.size > 0)
  const firstEnd = inner.length * width
  const states = new Map(inner.map((node, index) => [node, index * width]))
  const places = new Map([...states, ...ends.map((node, index) => [node, firstEnd + index] as const)])
  const table = (size: number) =>
    firstEnd + ends.length <= 0x1_0000 ? new Uint16Array(size) : new Int32Array(size)
  const next = table(firstEnd)
  // Level after level: the row that a node falls back to is ready, and leads where it has no child of its own.
  for (const node of inner) {
    const row = states.get(node) as number
    const from = node.fallback ? stateOf(node.fallback, states) : row
    next.copyWithin(row, from, from + width)
    for (const [place, child] of node.children) next[row + place] = places.get(child) as number
  }
  const anywhere = words.filter(({ word }) => word === '').map(({ kind }) => kind)
  return {
    ...{ classes, next, words: firstEnd, isAnySuspect: anywhere.length > 0 },
    sought: words.map(({ word }) => word),
    after: table(ends.length).map((_, index) => stateOf(ends[index] as Node<Kind>, states)),
    kindsOf: (ended) => {
      const found = new Set(anywhere)
      for (const end of ended) for (const kind of ends[end - firstEnd]?.kinds ?? []) found.add(kind)
      return found
    },
  }
}

/** Behind what ends where nothing goes on, as much of it as may be the beginning of another word. */
function stateOf<Kind>(node: Node<Kind>, states: Map<Node<Kind>, number>): number {
  const state = states.get(node)
  return state === undefined && node.fallback ? stateOf(node.fallback, states) : (state ?? 0)
}

/** Of a word with other characters its longest run of ASCII; what is left of too short a one is found everywhere. */
function soughtPart(word: string): string {
  // Made lower afterwards: there are other characters whose small letter is one of ASCII.
  const runs = word.split(/[^\x20-\x7e]+/)
  const longest = runs.sort((a, b) => b.length - a.length)[0] ?? ''
  return longest.length < shortestWord ? '' : longest.slice(0, longestWord).toLowerCase()
}

function characterClasses(words: string[]): Uint8Array {
  const classes = new Uint8Array(256).fill(FORBIDDEN, 0, 32).fill(WIDE, 128)
  classes[0x7f] = FORBIDDEN
  classes[0x0a] = LINE_END
  classes[0x1b] = ESCAPE
  for (const [index, character] of [...new Set(words.join(''))].entries()) {
    classes[character.charCodeAt(0)] = index + 1
    classes[character.toUpperCase().charCodeAt(0)] = index + 1
  }
  return classes
}

interface Node<Kind> {
  children: Map<number, Node<Kind>>
  /** The longest end of what was read that is the beginning of a word. */
  fallback: Node<Kind> | null
  /** Those that have a word which ends here. */
  kinds: Set<Kind>
}

const newNode = <Kind>(): Node<Kind> => ({ children: new Map(), fallback: null, kinds: new Set() })

/** Level after level, the root first. */
function buildTrie<Kind>(words: { word: string; kind: Kind }[], classes: Uint8Array): Node<Kind>[] {
  const root = newNode<Kind>()
  for (const { word, kind } of words) {
    if (word === '') continue
    let node = root
    for (const character of word) {
      const place = classes[character.charCodeAt(0)] as number
      const child = node.children.get(place) ?? newNode()
      node.children.set(place, child)
      node = child
    }
    node.kinds.add(kind)
  }
  const nodes = [root]
  // The list grows while it is gone through: level after level, so that a fallback is ready before it is needed.
  for (const node of nodes) {
    for (const [place, child] of node.children) {
      child.fallback = node.fallback ? follow(node.fallback, place) : root
      for (const kind of child.fallback.kinds) child.kinds.add(kind)
      nodes.push(child)
    }
  }
  return nodes
}

function follow<Kind>(node: Node<Kind>, place: number): Node<Kind> {
  const child = node.children.get(place)
  if (child) return child
  return node.fallback ? follow(node.fallback, place) : node
}
