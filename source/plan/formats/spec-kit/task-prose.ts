import { type ReferenceIndex, readReferences } from '../../references.ts'
import type { Said } from './sections.ts'

export interface ProseEdge {
  before: string
  after: string
}

/** `Tests (T004-T009) before implementation (T010-T018)`, `T013 blocks T021`, `T001 → T002 → T003`. */
export const taskProse = (said: Said[], index: ReferenceIndex): ProseEdge[] => {
  const edges = new Map<string, ProseEdge>()
  const add = (firsts: string[], afters: string[]) => {
    for (const before of firsts) {
      for (const after of afters) {
        if (before !== after && edges.size < mostEdges) edges.set(`${before} ${after}`, { before, after })
      }
    }
  }
  for (const sentence of said.flatMap(({ text }) => sentencesOf(text))) {
    const steps = sentence.split(/\s*(?:→|⟶|➜|=>|-{1,3}>)\s*/)
    if (steps.length > 1) {
      const named = steps.map((step) => idsIn(step, index))
      for (const [at, ids] of named.slice(1).entries()) add(named[at] ?? [], ids)
      continue
    }
    const forward = cutAt(sentence, forwards)
    if (forward) add(idsIn(forward[0], index), idsIn(forward[1], index))
    const backward = forward ? null : cutAt(sentence, backwards)
    if (backward) add(idsIn(backward[1], index), idsIn(backward[0], index))
  }
  return [...edges.values()]
}

const sentencesOf = (text: string): string[] =>
  text
    .slice(0, 2000)
    .replaceAll('**', '')
    .split(/;|\.\s/)

const mostEdges = 20_000

const forwards =
  /\b(?:blocks?|before|precedes?|enables?|unblocks?|unlocks?|(?:is|are) (?:needed|required) (?:by|for))\b/i
const backwards =
  /\b(?:depends? (?:up)?on|depends?|requires?|needs?|blocked by|after|once|follows?|builds? (?:up)?on|waits? for)\b/i

const cutAt = (sentence: string, verb: RegExp): [string, string] | null => {
  const found = verb.exec(sentence)
  return found ? [sentence.slice(0, found.index), sentence.slice(found.index + found[0].length)] : null
}

/** Every id of a phrase, wherever it stands. What is no id of the plan is prose. */
const idsIn = (phrase: string, index: ReferenceIndex): string[] => {
  const ids = new Set<string>()
  let from = 0
  for (const { index: at } of phrase.matchAll(/(?<![\p{L}\p{N}])T-?\d/gu)) {
    // What stands inside a range that was read already is read.
    if (at < from) continue
    const found = readReferences(phrase.slice(at), index)
    for (const id of found.ids) ids.add(id)
    from = Math.max(at + 1, phrase.length - found.rest.length)
  }
  return [...ids]
}
