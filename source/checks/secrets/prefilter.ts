/**
 * Looks for many words at once, whatever their case, in one table look-up a character (the automaton of Aho and
 * Corasick). Says too often that a line is suspect, never too rarely.
 */
export interface Prefilter {
  /** For each ASCII character: its class, or one of the marks below. */
  kinds: Uint8Array
  /** Where a character's class leads: `next[state + class]`. */
  next: Uint16Array | Int32Array
  /** Every line begins here. */
  start: number
  /** Once a word was found, every character leads here again. */
  found: number
}

/** Characters that are no part of a line's plain text. */
export const LINE_END = 253
export const ESCAPE = 254
export const FORBIDDEN = 255

/** As much of a word as is looked for. */
const longestWord = 8
const shortestWord = 3

export function createPrefilter(words: string[]): Prefilter {
  const sought = [...new Set(words.map(soughtPart))]
  const kinds = characterKinds(sought)
  const width = Math.max(...kinds.filter((kind) => kind < LINE_END)) + 1
  const nodes = buildTrie(sought, kinds)
  // A state is the place of its row in the table. The last row is the one of `found`.
  const kept = nodes.filter(({ isWord }) => !isWord)
  const found = kept.length * width
  const rows = new Map(kept.map((node, index) => [node, index * width]))
  // The smaller the table, the more of it is at hand; only hundreds of known values need the large one.
  const size = found + width
  const next = (size <= 0xffff ? new Uint16Array(size) : new Int32Array(size)).fill(found)
  for (const [node, row] of rows) {
    // Its fallback comes before it, so that row is ready: where it has no child of its own, it leads where that one does.
    const fallback = node.fallback ? rows.get(node.fallback) : undefined
    if (fallback === undefined) next.fill(row, row, row + width)
    else next.copyWithin(row, fallback, fallback + width)
    for (const [kind, child] of node.children) next[row + kind] = rows.get(child) ?? found
  }
  return { kinds, next, start: rows.get(nodes[0] as Node) ?? found, found }
}

/** Of a word with other characters its longest run of ASCII; what is left of too short a one is found everywhere. */
function soughtPart(word: string): string {
  // Made lower afterwards: there are other characters whose small letter is one of ASCII.
  const runs = word.split(/[^\x20-\x7e]+/)
  const longest = runs.sort((a, b) => b.length - a.length)[0] ?? ''
  return longest.length < shortestWord ? '' : longest.slice(0, longestWord).toLowerCase()
}

function characterKinds(words: string[]): Uint8Array {
  const kinds = new Uint8Array(128).fill(FORBIDDEN, 0, 32)
  kinds[0x7f] = FORBIDDEN
  kinds[0x0a] = LINE_END
  kinds[0x1b] = ESCAPE
  for (const [index, character] of [...new Set(words.join(''))].entries()) {
    kinds[character.charCodeAt(0)] = index + 1
    kinds[character.toUpperCase().charCodeAt(0)] = index + 1
  }
  return kinds
}

interface Node {
  children: Map<number, Node>
  /** The longest end of what was read that is the beginning of a word. */
  fallback: Node | null
  isWord: boolean
}

function buildTrie(words: string[], kinds: Uint8Array): Node[] {
  const root: Node = { children: new Map(), fallback: null, isWord: false }
  for (const word of words) {
    let node = root
    for (const character of word) {
      const kind = kinds[character.charCodeAt(0)] as number
      const child = node.children.get(kind) ?? { children: new Map(), fallback: null, isWord: false }
      node.children.set(kind, child)
      node = child
    }
    node.isWord = true
  }
  const nodes = [root]
  // The list grows while it is gone through: level after level, so that a fallback is ready before it is needed.
  for (const node of nodes) {
    for (const [kind, child] of node.children) {
      child.fallback = node.fallback ? follow(node.fallback, kind) : root
      child.isWord ||= child.fallback.isWord
      nodes.push(child)
    }
  }
  return nodes
}

function follow(node: Node, kind: number): Node {
  const child = node.children.get(kind)
  if (child) return child
  return node.fallback ? follow(node.fallback, kind) : node
}
