import { LEVELS, type Level } from '../model/routing.ts'
import type { Ending } from '../model/session.ts'

/** A try of the stream, oldest first: how hard it was thought to be, and how it went. */
export interface Tried {
  estimated: Level
  outcome: Outcome
}

/** `unrelated`: it says nothing about the model. */
export type Outcome = 'passed' | 'failed' | 'unrelated'

const STEP_DOWN_AFTER = 3
const TOP = LEVELS.length - 1

/**
 * The level to work at: the estimate, one level up for each failure, one down again after some successes in a row. It
 * goes one level below the estimate at most, and never for what is critical: there a failure costs more than a model.
 */
export function levelNow(
  estimated: Level,
  tried: Tried[],
  stepDownAfter = STEP_DOWN_AFTER,
): { level: Level; steps: number } {
  const base = LEVELS.indexOf(estimated)
  const offset = offsetAfter(tried, stepDownAfter)
  const level =
    LEVELS[Math.min(TOP, Math.max(0, base + (estimated === 'critical' ? Math.max(0, offset) : offset)))]
  return { level: level ?? estimated, steps: LEVELS.indexOf(level ?? estimated) - base }
}

function offsetAfter(tried: Tried[], stepDownAfter: number): number {
  let offset = 0
  let streak = 0
  for (const { estimated, outcome } of tried) {
    if (outcome === 'failed') {
      streak = 0
      // Failures at the top raise nothing, so they must not have to be worked off either.
      offset = Math.max(offset, Math.min(offset + 1, TOP - LEVELS.indexOf(estimated)))
    } else if (outcome === 'passed' && ++streak === stepDownAfter) {
      streak = 0
      offset = Math.max(-1, offset - 1)
    }
  }
  return offset
}

/** What an ending says about the model. A rate limit, a person or a crash of the machine says nothing. */
export const outcomeOf = (ending: Ending['kind']): Outcome => OUTCOMES[ending]

const OUTCOMES: Record<Ending['kind'], Outcome> = {
  done: 'passed',
  failed: 'failed',
  empty: 'failed',
  'timed-out': 'failed',
  blocked: 'unrelated',
  cancelled: 'unrelated',
  lost: 'unrelated',
  'not-started': 'unrelated',
  // A stronger model would have cost more.
  'max-cost': 'unrelated',
}
