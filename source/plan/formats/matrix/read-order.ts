import { indexIds, isNone, type ReferenceIndex, readReferences, withoutRemarks } from '../../references.ts'
import { slug } from '../../slug.ts'
import type { DraftPhase } from '../phases/outline.ts'

/** Phases by number and title, to be found again in a cell or field. */
export interface PhaseNames {
  numbers: ReferenceIndex
  positions: Map<string, number>
  count: number
}

/** What a phase waits for, as positions in the plan. */
export interface Order {
  hard: number[]
  soft: number[]
  /** As written; no phase is called so. */
  unknown: string[]
}

export const indexPhases = (drafts: DraftPhase[]): PhaseNames => {
  const positions = new Map<string, number>()
  drafts.forEach(({ number, title }, position) => {
    for (const name of [number, slug(title)]) {
      if (name !== '' && !positions.has(name)) positions.set(name, position)
    }
  })
  return { numbers: indexIds(drafts.map(({ number }) => number)), positions, count: drafts.length }
}

/** `1, 2 (same files)`, `Phases 1–3`, `None (independent)`, `- (after 1 logically)`: the last one is a soft order. */
export const readOrder = (text: string, self: number, names: PhaseNames): Order => {
  const plain = text.replaceAll('**', '').trim()
  const remark = /\(\s{0,3}(?:soft|logically)?\s{0,3}after\s([^()]{1,200}?)(?:\slogically)?\s{0,3}\)/i.exec(
    plain,
  )?.[1]
  const order = isNone(plain) ? nothing() : readList(plain, self, names)
  const soft = remark === undefined ? [] : readList(remark, self, names).hard
  return { ...order, soft: soft.filter((position) => !order.hard.includes(position)) }
}

/** Every other phase for `all` or `any`; else those that are listed. */
export const readParallel = (text: string, self: number, names: PhaseNames): number[] => {
  const plain = text.replaceAll('**', '').trim()
  if (isNone(plain)) return []
  if (/^(?:all|any|every)/i.test(plain)) return everyOther(self, names.count)
  return readList(plain, self, names).hard.filter((position) => position !== self)
}

const nothing = (): Order => ({ hard: [], soft: [], unknown: [] })

const readList = (text: string, self: number, names: PhaseNames): Order => {
  if (
    /^(?:all|every)\w*(?: (?:the )?(?:above|others?|previous|prior|earlier|before))?(?: phases)?\b/i.test(
      text,
    )
  ) {
    const listed = phaseList(text, names)
    return listed ?? { ...nothing(), hard: Array.from({ length: self }, (_, position) => position) }
  }
  const { ids, unknown } = readReferences(text, names.numbers)
  if (ids.length + unknown.length > 0) return { ...nothing(), hard: positionsOf(ids, names), unknown }
  const named = names.positions.get(slug(withoutRemarks(text)))
  if (named !== undefined) return { ...nothing(), hard: [named] }
  return phaseList(text, names) ?? { ...nothing(), unknown: text === '' ? [] : [text] }
}

/** A list somewhere in a sentence: `completion of Phases 1 and 2`. */
const phaseList = (text: string, names: PhaseNames): Order | null => {
  const at = text.search(/\bphases?\s{0,3}\(?\d/i)
  if (at < 0) return null
  const { ids, unknown } = readReferences(text.slice(at).replace('(', ' '), names.numbers)
  return { ...nothing(), hard: positionsOf(ids, names), unknown }
}

const positionsOf = (ids: string[], { positions }: PhaseNames): number[] =>
  ids.flatMap((id) => positions.get(id) ?? [])

const everyOther = (self: number, count: number): number[] =>
  Array.from({ length: count }, (_, position) => position).filter((position) => position !== self)
