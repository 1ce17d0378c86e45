import { mirrored, type Problem } from './problem.ts'
import { sortBy } from './sort-by.ts'
import { timelineOf } from './timeline.ts'

/** Makes schedules out of lists. The arrays it is given are written to. */
export interface Decoder {
  /** One after another in the order of the list, each where it fits at the earliest. Gives the length. */
  serial(list: Int32Array, starts: Float64Array): number
  /**
   * Forward-backward improvement: everything as late as it can be, from the last end on, then as early as it can be,
   * from the first start on. Never longer than before; counts as two schedules. Leaves the new order in `list`.
   */
  justify(list: Int32Array, starts: Float64Array): number
}

/** Beyond so many activities a gap is looked for only near where the activity is, or each would look through all. */
const LARGE = 600
const LOOK_BACK = 128

export function decoderOf(problem: Problem): Decoder {
  const { size, durations, rank } = problem
  const mirror = mirrored(problem)
  const forwards = placerOf(problem)
  const backwards = placerOf(mirror)
  const late = new Float64Array(size)
  const keys = new Float64Array(size)

  const serial = (list: Int32Array, starts: Float64Array) => forwards(list, starts, null, null)

  const justify = (list: Int32Array, starts: Float64Array) => {
    let length = 0
    for (let index = 0; index < size; index += 1)
      length = Math.max(length, (starts[index] as number) + (durations[index] as number))
    // Seen from the end: what ends last starts first.
    for (let index = 0; index < size; index += 1)
      keys[index] = length - ((starts[index] as number) + (durations[index] as number))
    sortBy(list, keys, mirror.rank)
    const used = backwards(list, late, keys, length)
    for (let index = 0; index < size; index += 1)
      keys[index] = used - ((late[index] as number) + (durations[index] as number))
    sortBy(list, keys, rank)
    return forwards(list, starts, keys, null)
  }

  return { serial, justify }
}

/**
 * `now`: where each activity is at present. `pinEnd`: seen from the end, what is pinned to the beginning ends there;
 * null: it starts at 0.
 */
type Placer = (
  list: Int32Array,
  starts: Float64Array,
  now: Float64Array | null,
  pinEnd: number | null,
) => number

function placerOf(problem: Problem): Placer {
  const { size, durations, releases, pinned, isPinned, before } = problem
  const timeline = timelineOf(problem)
  return (list, starts, now, pinEnd) => {
    let length = 0
    timeline.clear()
    for (const activity of pinned) {
      const start = pinEnd === null ? 0 : pinEnd - (durations[activity] as number)
      starts[activity] = start
      length = Math.max(length, start + (durations[activity] as number))
      timeline.take(activity, start)
    }
    for (let place = 0; place < size; place += 1) {
      const activity = list[place] as number
      if (isPinned[activity]) continue
      let from = releases[activity] as number
      const last = before.from[activity + 1] as number
      for (let at = before.from[activity] as number; at < last; at += 1) {
        const need = before.to[at] as number
        const end = (starts[need] as number) + (durations[need] as number)
        if (end > from) from = end
      }
      if (now && size > LARGE)
        from = Math.max(from, timeline.lookBack(activity, now[activity] as number, LOOK_BACK))
      const start = timeline.earliest(activity, from)
      starts[activity] = start
      timeline.take(activity, start)
      length = Math.max(length, start + (durations[activity] as number))
    }
    return length
  }
}
