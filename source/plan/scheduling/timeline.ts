import type { Problem } from './problem.ts'

/**
 * How much of each resource is taken at which time. A resource is a row of marks: from one mark to the next a level
 * holds, the last one for ever. Marks stand where something starts or ends, not at ticks of a clock: durations are any
 * real numbers. One timeline is used for thousands of schedules, so nothing is allocated after its making.
 */
export interface Timeline {
  clear(): void
  /** When the activity fits at the earliest, not before `from`. */
  earliest(activity: number, from: number): number
  take(activity: number, start: number): void
  /** A time from which at most `marks` marks of any of the activity's resources lie before `time`. */
  lookBack(activity: number, time: number, marks: number): number
}

/** Amounts that add up to a whole only roughly, such as three thirds, still fit. */
const TOLERANCE = 1e-9

export function timelineOf({ durations, capacities, uses }: Problem): Timeline {
  const { from, to, amounts } = uses
  const count = capacities.length
  const base = new Int32Array(count + 1)
  for (const resource of to) base[resource + 1] = (base[resource + 1] as number) + 2
  for (let resource = 0; resource < count; resource += 1)
    base[resource + 1] = (base[resource + 1] as number) + (base[resource] as number) + 1
  const times = new Float64Array(base[count] as number)
  const levels = new Float64Array(base[count] as number)
  /** Where the marks of a resource end. */
  const ends = new Int32Array(count)

  const clear = () => {
    for (let resource = 0; resource < count; resource += 1) {
      const first = base[resource] as number
      ends[resource] = first + 1
      levels[first] = 0
    }
  }

  /** The last mark that is not after a time. */
  const markAt = (resource: number, time: number): number => {
    let low = base[resource] as number
    let high = (ends[resource] as number) - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((times[middle] as number) <= time) low = middle
      else high = middle - 1
    }
    return low
  }

  const firstGap = (resource: number, amount: number, from: number, duration: number): number => {
    const room = (capacities[resource] as number) - amount + TOLERANCE
    const last = ends[resource] as number
    let start = from
    let end = start + duration
    for (let mark = markAt(resource, from); mark < last && (times[mark] as number) < end; mark += 1) {
      if ((levels[mark] as number) <= room) continue
      // Nothing is taken after the last mark, so this ends.
      do mark += 1
      while ((levels[mark] as number) > room)
      start = times[mark] as number
      end = start + duration
    }
    return start
  }

  const earliest = (activity: number, earliestStart: number): number => {
    const duration = durations[activity] as number
    const first = from[activity] as number
    const last = from[activity + 1] as number
    let start = earliestStart
    if (duration === 0) return start
    // Round and round until every resource agrees to one and the same start.
    for (let agreed = 0, use = first; agreed < last - first; use = use + 1 === last ? first : use + 1) {
      const found = firstGap(to[use] as number, amounts[use] as number, start, duration)
      agreed = found > start ? 1 : agreed + 1
      start = found
    }
    return start
  }

  /** The mark at a time, made if there is none. */
  const markFor = (resource: number, time: number): number => {
    const mark = markAt(resource, time)
    if (times[mark] === time) return mark
    const end = ends[resource] as number
    ends[resource] = end + 1
    for (let at = end; at > mark + 1; at -= 1) {
      times[at] = times[at - 1] as number
      levels[at] = levels[at - 1] as number
    }
    times[mark + 1] = time
    levels[mark + 1] = levels[mark] as number
    return mark + 1
  }

  const take = (activity: number, start: number): void => {
    const end = start + (durations[activity] as number)
    if (end === start) return
    for (let use = from[activity] as number; use < (from[activity + 1] as number); use += 1) {
      const resource = to[use] as number
      const first = markFor(resource, start)
      const last = markFor(resource, end)
      for (let mark = first; mark < last; mark += 1)
        levels[mark] = (levels[mark] as number) + (amounts[use] as number)
    }
  }

  const lookBack = (activity: number, time: number, marks: number): number => {
    let limit = 0
    for (let use = from[activity] as number; use < (from[activity + 1] as number); use += 1) {
      const resource = to[use] as number
      const mark = Math.max(base[resource] as number, markAt(resource, time) - marks)
      limit = Math.max(limit, times[mark] as number)
    }
    return Math.min(limit, time)
  }

  return { clear, earliest, take, lookBack }
}
