import type { Lister } from './lister.ts'
import type { Problem } from './problem.ts'
import { randomOf } from './random.ts'
import { type Candidate, isBetter, missesOf, type Search } from './search.ts'
import type { Decoder } from './serial.ts'

interface Breeding {
  problem: Problem
  decoder: Decoder
  lister: Lister
  /** Keys of the priority rules, from which the first generation is drawn by chance. */
  keys: readonly Float64Array[]
  /** What was found already. */
  first: readonly Candidate[]
  search: Search
  seed: number
}

/** The longer the search, the more orders it needs, or all become alike too soon. */
const populationFor = (budget: number) => Math.max(20, Math.round(2 * Math.sqrt(budget)))
/** How far from its key, in parts of the spread of all keys, an activity may be drawn. */
const SPREAD = 0.4
const MUTATION = 0.1

/**
 * Crosses orders of good schedules: the beginning and the end of one, in between the order of the other. Every child
 * is improved forward and backward, and takes the place of the worst unless there is one like it.
 */
export function evolve({ problem, decoder, lister, keys, first, search, seed }: Breeding): void {
  const { size } = problem
  const random = randomOf(seed)
  const populationSize = populationFor(search.budget)
  const population: Candidate[] = []
  const taken = new Uint8Array(size)
  const pick = (count: number) => Math.floor(random() * count)

  const decode = (candidate: Candidate) => {
    decoder.serial(candidate.list, candidate.starts)
    candidate.length = decoder.justify(candidate.list, candidate.starts)
    candidate.misses = missesOf(problem, candidate.starts)
    search.show(candidate, 3)
  }
  const settle = (child: Candidate): Candidate => {
    if (population.some((other) => isTwin(child, other))) return child
    if (population.length < populationSize) {
      population.push(child)
      return empty(size)
    }
    let worst = 0
    for (let at = 1; at < population.length; at += 1)
      if (isBetter(population[worst] as Candidate, population[at] as Candidate)) worst = at
    const out = population[worst] as Candidate
    if (isBetter(out, child)) return child
    population[worst] = child
    return out
  }
  const parent = () => {
    const one = population[pick(population.length)] as Candidate
    const other = population[pick(population.length)] as Candidate
    return isBetter(other, one) ? other : one
  }
  const cross = (mother: Int32Array, father: Int32Array, child: Int32Array) => {
    const [one, two] = [pick(size), pick(size)]
    const [from, to] = one < two ? [one, two] : [two, one]
    taken.fill(0)
    for (let at = 0; at < from; at += 1) put(child, at, mother[at] as number)
    let at = from
    for (let look = 0; at < to; look += 1)
      if (!taken[father[look] as number]) put(child, at++, father[look] as number)
    for (let look = 0; at < size; look += 1)
      if (!taken[mother[look] as number]) put(child, at++, mother[look] as number)
  }
  const put = (child: Int32Array, at: number, activity: number) => {
    child[at] = activity
    taken[activity] = 1
  }
  const mutate = (list: Int32Array) => {
    for (let at = 0; at + 1 < size; at += 1) {
      if (random() >= MUTATION) continue
      const [one, two] = [list[at] as number, list[at + 1] as number]
      if (isBefore(problem, one, two)) continue
      list[at] = two
      list[at + 1] = one
    }
  }

  for (const candidate of first) settle(copyOf(candidate))
  let spare = empty(size)
  for (
    let turn = 0;
    population.length < populationSize && turn < 2 * populationSize && !search.isOver();
    turn += 1
  ) {
    lister(blurred(keys[turn % 2] as Float64Array, random), spare.list)
    decode(spare)
    spare = settle(spare)
  }
  while (!search.isOver()) {
    cross(parent().list, parent().list, spare.list)
    mutate(spare.list)
    decode(spare)
    spare = settle(spare)
  }
}

const empty = (size: number): Candidate => ({
  list: new Int32Array(size),
  starts: new Float64Array(size),
  length: Infinity,
  misses: 0,
})

const copyOf = (candidate: Candidate): Candidate => ({
  ...candidate,
  list: candidate.list.slice(),
  starts: candidate.starts.slice(),
})

const isTwin = (one: Candidate, other: Candidate): boolean =>
  one.length === other.length && one.starts.every((start, activity) => start === other.starts[activity])

const isBefore = ({ before }: Problem, one: number, two: number): boolean => {
  for (let at = before.from[two] as number; at < (before.from[two + 1] as number); at += 1)
    if (before.to[at] === one) return true
  return false
}

function blurred(keys: Float64Array, random: () => number): Float64Array {
  let least = Infinity
  let most = -Infinity
  for (const key of keys) {
    least = Math.min(least, key)
    most = Math.max(most, key)
  }
  return keys.map((key) => key + (random() - 0.5) * 2 * SPREAD * (most - least))
}
