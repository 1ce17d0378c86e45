import type { Session } from '../model/session.ts'

/** What the integration branch held after a landing. Derived: a rollback holds what it restores, whatever lies between. */
export interface LandedAt {
  /** By stream and batch, see `landedKey`: the landing that brought it. */
  batches: Map<string, number>
  /** By stream: what of it was merged last. */
  heads: Map<string, string>
  /** Landings that brought the person's own base branch up. */
  updates: Set<number>
}

export const landedKey = (stream: string, batch: string): string => `${stream}\0${batch}`

/** `number` 0: before anything landed. */
export function landedAt(landings: Session['landings'], number: number): LandedAt {
  const after = new Map<number, LandedAt>([[0, { batches: new Map(), heads: new Map(), updates: new Set() }]])
  let last = after.get(0) as LandedAt
  for (const landing of landings.filter(
    ({ state, number: each }) => state === 'published' && each <= number,
  )) {
    const before = landing.restores === undefined ? last : (after.get(landing.restores) ?? last)
    last = {
      batches: new Map(before.batches),
      heads: new Map(before.heads),
      updates: new Set(before.updates),
    }
    if (landing.kind === 'update') last.updates.add(landing.number)
    for (const { stream, head, batches } of landing.members) {
      last.heads.set(stream, head)
      for (const batch of batches) last.batches.set(landedKey(stream, batch), landing.number)
    }
    after.set(landing.number, last)
  }
  return last
}
