import type { ReplayOrder, ReplayStatus } from '../model/replay.ts'
import type { Recording } from './recording.ts'

/** Plays a recording on a clock of its own. */
export interface Player {
  status: () => ReplayStatus
  /** How many events have happened. */
  count: () => number
  /** The time in the recording, ms since 1970. */
  now: () => number
  order: (order: ReplayOrder) => void
  /** When the next event is due by the clock of the wall; null: never, as long as nobody orders anything. */
  due: () => number | null
  /** Takes in what is due. True: something has happened. */
  advance: () => boolean
}

export const SLOWEST = 0.25
export const FASTEST = 1024

/**
 * Nobody wants to wait through a night in which nothing happened: between two events no more than this goes by on the
 * wall, ms, and the time in the recording runs as much faster.
 */
const LONGEST_WAIT = 2000

/** `wall`: ms, of any origin. Reads no other clock. */
export function createPlayer(
  recording: Recording,
  { speed, wall }: { speed: number; wall: () => number },
): Player {
  const { times, landings } = recording
  const first = times[0] as number
  let count = 1
  let isPlaying = times.length > 1
  let pace = clamp(speed)
  /** What has gone by of the wait for the next event, as a share of it. */
  let gone = 0
  let since = wall()

  /** On the wall, from one event to the next. */
  const wait = () => Math.min(gap() / pace, LONGEST_WAIT)
  const gap = () => (times[count] ?? last()) - last()
  const last = () => times[count - 1] as number
  const isOver = () => count >= times.length

  const share = () => {
    if (isOver()) return 0
    const whole = wait()
    return isPlaying && whole > 0 ? Math.min(1, gone + (wall() - since) / whole) : gone
  }

  /** Before anything of the pace changes: what has gone by so far has gone by at the old one. */
  const settle = () => {
    gone = share()
    since = wall()
  }

  const jump = (to: number) => {
    count = Math.min(Math.max(1, to), times.length)
    gone = 0
    since = wall()
    if (isOver()) isPlaying = false
  }

  const order = (what: ReplayOrder) => {
    settle()
    switch (what) {
      case 'play-or-pause':
        if (isOver()) jump(1)
        isPlaying = !isPlaying && !isOver()
        return
      case 'faster':
        pace = clamp(pace * 2)
        return
      case 'slower':
        pace = clamp(pace / 2)
        return
      case 'forward':
        return jump(count + 1)
      case 'back':
        return jump(count - 1)
      case 'next-landing':
        return jump(landings.find((at) => at > count) ?? times.length)
      case 'last-landing':
        return jump(landings.findLast((at) => at < count) ?? 1)
      case 'start':
        return jump(1)
    }
  }

  const advance = () => {
    if (!isPlaying || isOver()) return false
    const before = count
    // What is left over of one wait belongs to the next: else many short ones would each take a timer's length.
    for (;;) {
      const whole = wait()
      const waited = gone * whole + (wall() - since)
      if (waited < whole) break
      count += 1
      gone = 0
      since = wall() - (waited - whole)
      if (isOver()) {
        isPlaying = false
        break
      }
    }
    return count > before
  }

  const now = () => Math.round(last() + share() * gap())

  return {
    count: () => count,
    now,
    order,
    advance,
    due: () => (isPlaying && !isOver() ? since + (1 - gone) * wait() : null),
    status: () => ({
      isPlaying,
      speed: pace,
      now: now(),
      position: now() - first,
      length: (times.at(-1) as number) - first,
    }),
  }
}

const clamp = (speed: number): number => Math.min(FASTEST, Math.max(SLOWEST, speed))
