/** Sorts activities by ascending keys, equal ones by rank. Lists here are short, or nearly sorted already. */
export function sortBy(list: Int32Array, keys: Float64Array, rank: Int32Array): void {
  if (list.length > LONG) {
    list.sort(
      (a, b) => (keys[a] as number) - (keys[b] as number) || (rank[a] as number) - (rank[b] as number),
    )
    return
  }
  for (let index = 1; index < list.length; index += 1) {
    const one = list[index] as number
    const key = keys[one] as number
    const place = rank[one] as number
    let at = index - 1
    for (; at >= 0; at -= 1) {
      const other = list[at] as number
      const otherKey = keys[other] as number
      if (otherKey < key || (otherKey === key && (rank[other] as number) < place)) break
      list[at + 1] = other
    }
    list[at + 1] = one
  }
}

const LONG = 200
