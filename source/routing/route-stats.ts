import { LEVELS, type Level, type Prediction } from '../model/routing.ts'
import { outcomeOf } from './level-now.ts'

export interface StatsLine {
  level: Level
  /** null: the agent's own. */
  model: string | null
  /** Tries that say something about the model, and those that passed. */
  tries: number
  passed: number
  /** First tries of a batch, and those that passed: how often the estimate was enough. */
  firstTries: number
  firstPassed: number
  /** USD of all those tries over those that passed; null: a part is unknown, or nothing passed. */
  costPerSuccess: number | null
  /** The mean of cost over what was expected; 1 is exact; null: nothing to compare. */
  costRatio: number | null
}

export interface RouteStats {
  lines: StatsLine[]
  /** The share of batches whose first model was enough; null: there is no batch yet. */
  accuracy: number | null
  costPerSuccess: number | null
}

/** How good the predictions were, by level and model. What says nothing about a model is left out. */
export function routeStats(log: Prediction[]): RouteStats {
  const tries = log.filter((each) => outcome(each) !== 'unrelated')
  const groups = Map.groupBy(tries, ({ level, model }) => JSON.stringify([LEVELS.indexOf(level), model]))
  const lines = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => lineOf(group))
  const firsts = tries.filter(({ attempt }) => attempt === 1)
  return {
    lines,
    accuracy: firsts.length === 0 ? null : firsts.filter(isPassed).length / firsts.length,
    costPerSuccess: costPerSuccess(tries),
  }
}

const outcome = (each: Prediction) =>
  each.outcome === 'left-out' ? 'failed' : outcomeOf(each.outcome as Parameters<typeof outcomeOf>[0])

const isPassed = (each: Prediction): boolean => outcome(each) === 'passed'

function lineOf(group: Prediction[]): StatsLine {
  const [{ level, model }] = group as [Prediction]
  const firsts = group.filter(({ attempt }) => attempt === 1)
  const ratios = group.flatMap(({ usd, expected }) => (usd !== null && expected ? [usd / expected] : []))
  return {
    ...{ level, model, tries: group.length, passed: group.filter(isPassed).length },
    ...{ firstTries: firsts.length, firstPassed: firsts.filter(isPassed).length },
    costPerSuccess: costPerSuccess(group),
    costRatio: ratios.length === 0 ? null : ratios.reduce((sum, each) => sum + each, 0) / ratios.length,
  }
}

function costPerSuccess(group: Prediction[]): number | null {
  const passed = group.filter(isPassed).length
  if (passed === 0 || group.some(({ usd }) => usd === null)) return null
  return group.reduce((sum, { usd }) => sum + (usd ?? 0), 0) / passed
}
