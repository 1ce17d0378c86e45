/** A measured time, as exact as somebody compares it: 1.2 s, 14 min, 2.5 h. */
export function secondsText(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds * 10) / 10} s`
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

/** A moment, ms since 1970, as it is the same for everybody who reads it anywhere: 2026-05-04 14:03, in UTC. */
export const utcText = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

/** The units in which a length of time is typed, in ms. */
export const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Bytes, as exact as somebody compares them: 12 kB, 3.4 MB, 10 GB. */
export function sizeText(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1000)} kB`
  return bytes < 1e9 ? `${tenths(bytes / 1e6)} MB` : `${tenths(bytes / 1e9)} GB`
}

const tenths = (value: number): number => Math.round(value * 10) / 10
