/** The same choices for the same seed: mulberry32, a generator by Tommy Ettinger in the public domain. */
export function random(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    between: (least: number, most: number): number => least + next() * (most - least),
    pick: <T>(from: readonly T[]): T | undefined => from[Math.floor(next() * from.length)],
  }
}
export type Random = ReturnType<typeof random>
