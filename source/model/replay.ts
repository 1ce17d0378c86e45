/** Where a replay stands. Times are ms. */
export interface ReplayStatus {
  isPlaying: boolean
  /** How many times as fast as it happened. */
  speed: number
  /** The time in the recording, since 1970. */
  now: number
  /** Since its beginning. */
  position: number
  length: number
}

/** What a person can do with it. */
export type ReplayOrder =
  | 'play-or-pause'
  | 'faster'
  | 'slower'
  | 'forward'
  | 'back'
  | 'next-landing'
  | 'last-landing'
  | 'start'
