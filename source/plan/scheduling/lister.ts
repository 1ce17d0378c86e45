import { linksOf, type Problem, reversed } from './problem.ts'
import { Sorted } from './sorted.ts'

/** Writes an order into `list` that keeps dependencies and preferences, and otherwise goes by ascending keys. */
export type Lister = (keys: Float64Array, list: Int32Array) => void

export function listerOf({ size, before, preferred, rank }: Problem): Lister {
  const lists = Array.from({ length: size }, (_, index) => [
    ...before.to.subarray(before.from[index], before.from[index + 1]),
    ...preferred.to.subarray(preferred.from[index], preferred.from[index + 1]),
  ])
  const all = linksOf(lists)
  const after = reversed(all)
  const byRank = new Int32Array(size)
  for (const [activity, place] of rank.entries()) byRank[place] = activity
  const waits = new Int32Array(size)
  let current = new Float64Array(size)
  const ready = new Sorted(size, (activity) => current[activity] as number)
  return (keys, list) => {
    current = keys as typeof current
    for (const activity of byRank) {
      waits[activity] = (all.from[activity + 1] as number) - (all.from[activity] as number)
      if (waits[activity] === 0) ready.add(activity)
    }
    for (let place = 0; place < size; place += 1) {
      const activity = ready.take()
      list[place] = activity
      for (let at = after.from[activity] as number; at < (after.from[activity + 1] as number); at += 1) {
        const next = after.to[at] as number
        waits[next] = (waits[next] as number) - 1
        if (waits[next] === 0) ready.add(next)
      }
    }
  }
}
