/** Learns from answered frames how much the line to the terminal takes at once. */
export interface Pace {
  /** A frame of so many characters was drawn so many ms after it was sent. */
  took: (length: number, milliseconds: number) => void
  /** Characters that a frame may have. */
  budget: () => number
}

/** What a frame may keep a key waiting, ms. */
const PATIENCE = 10
const LEAST = 400
const MOST = 32_768
/** A frame of so few characters, such as that of a key, takes no time but the way to the terminal and back. */
const SHORT = 150

/**
 * On a wide line a frame is whole. On a narrow one it is cut, so that a key that comes while it is under way waits
 * some ms and not for all the panes. On a long way it may take half as long again as the way itself, which only short
 * frames tell apart from a narrow line; else such a line would be idle most of the time.
 */
export function createPace(): Pace {
  let way = 0
  let budget = MOST
  return {
    took: (length, milliseconds) => {
      // From one frame to the next it changes little; a terminal that moved to another line is learnt anew.
      way = length <= SHORT ? (way === 0 ? milliseconds : Math.min(way * 1.1, milliseconds)) : way * 0.99
      const target = Math.max(PATIENCE, way * 1.5)
      if (milliseconds > target)
        budget = Math.max(LEAST, Math.min(budget, length) * Math.max(0.25, target / milliseconds))
      else if (length > budget * 0.6) budget = Math.min(MOST, budget * 1.5)
    },
    budget: () => Math.round(budget),
  }
}
