interface Conflict {
  a: string
  b: string
}

/** Up to so many streams that conflict, directly or through others, the best choice is looked for. */
const EXACT = 16

/**
 * The order in which streams are put together so that as many as possible fit. Of choices that are equally good the one
 * that keeps the earlier streams is taken. Those given up come last: a conflict of two may be none once a third is in
 * between.
 */
export function mergeOrder(streams: readonly string[], conflicts: readonly Conflict[]): string[] {
  const rivals = new Map(streams.map((id) => [id, new Set<string>()]))
  for (const { a, b } of conflicts) {
    if (a === b || !rivals.has(a) || !rivals.has(b)) continue
    rivals.get(a)?.add(b)
    rivals.get(b)?.add(a)
  }
  const chosen = new Set(
    entangled(streams, rivals).flatMap((ids) =>
      ids.length <= EXACT ? bestChoice(ids, rivals) : goodChoice(ids, rivals),
    ),
  )
  return [...streams.filter((id) => chosen.has(id)), ...streams.filter((id) => !chosen.has(id))]
}

type Rivals = ReadonlyMap<string, ReadonlySet<string>>

/** Streams of different groups have nothing to do with each other. */
function entangled(streams: readonly string[], rivals: Rivals): string[][] {
  const seen = new Set<string>()
  return streams.flatMap((first) => {
    if (seen.has(first)) return []
    seen.add(first)
    const group = [first]
    for (const id of group) {
      for (const rival of rivals.get(id) ?? []) {
        if (!seen.has(rival)) group.push(rival)
        seen.add(rival)
      }
    }
    const members = new Set(group)
    return [streams.filter((id) => members.has(id))]
  })
}

/** The largest set without a conflict in it: with the first stream or without, whichever holds more. */
function bestChoice(ids: readonly string[], rivals: Rivals): string[] {
  const [first, ...rest] = ids
  if (first === undefined) return []
  const foes = rivals.get(first) ?? new Set()
  const allowed = rest.filter((id) => !foes.has(id))
  const having = [first, ...bestChoice(allowed, rivals)]
  // Without any foe left, or with only one, giving it up wins nothing.
  if (rest.length - allowed.length <= 1) return having
  const lacking = bestChoice(rest, rivals)
  return lacking.length > having.length ? lacking : having
}

/** Those with few rivals first. Whoever is taken drives out its rivals, so the counts are made anew each time. */
function goodChoice(ids: readonly string[], rivals: Rivals): string[] {
  const left = new Set(ids)
  const chosen: string[] = []
  const count = (id: string) => [...(rivals.get(id) ?? [])].filter((rival) => left.has(rival)).length
  while (left.size > 0) {
    const { id } = [...left]
      .map((each) => ({ id: each, foes: count(each) }))
      .reduce((best, each) => (each.foes < best.foes ? each : best))
    chosen.push(id)
    left.delete(id)
    for (const rival of rivals.get(id) ?? []) left.delete(rival)
  }
  return chosen
}
