/** One line of the table. */
export interface Row {
  what: string
  /** Against something bare that was measured in the same minute: milliseconds alone tell of the machine. */
  result: string
  /** '-': nothing was promised, it is shown to be looked at. */
  goal: string
  how: string
}

export const times = (ratio: number): string => `${ratio.toFixed(2)}×`

export const ms = (milliseconds: number): string =>
  milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`

/**
 * Runs all of them in turn, again and again, so that a machine that is slow for a while is slow for each of them.
 * Returns the milliseconds of each, medians.
 */
export async function inTurns<Name extends string>(
  rounds: number,
  works: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[]
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const begun = performance.now()
      await works[name]()
      taken[name].push(performance.now() - begun)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(taken[name])])) as Record<Name, number>
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2
}

/** The value of a result that must be ok. */
export function must<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
