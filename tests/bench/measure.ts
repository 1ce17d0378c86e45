/** One line of the table. Every number is a ratio to something bare, measured in the same minute. */
export interface Row {
  what: string
  ratio: number
  /** Null: nothing was promised, it is shown to be looked at. */
  goal: number | null
  how: string
}

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2
}

/**
 * Runs all of them in turn, again and again, so that a machine that is slow for a while is slow for each of them.
 * Returns the milliseconds of each, medians.
 */
export async function inTurns<Name extends string>(
  rounds: number,
  works: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const begun = performance.now()
      await works[name]()
      times[name].push(performance.now() - begun)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>
}

export const ms = (milliseconds: number): string =>
  milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`
