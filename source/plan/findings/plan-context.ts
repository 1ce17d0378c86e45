import type { Plan } from '../../model/plan.ts'
import { labelFinder } from '../claims/find-by-label.ts'
import { type PlacedStream, placeTimeline } from '../claims/place-timeline.ts'
import { type Claim, readClaims } from '../claims/read-claims.ts'
import { readTimelines, type Timeline } from '../claims/read-timelines.ts'
import { type Block, readBlocks } from '../markdown-blocks.ts'
import type { DeclaredPair } from '../plan-format.ts'

/** A plan with all that its findings are read from. */
export interface PlanContext {
  plan: Plan
  lines: string[]
  claims: Claim[]
  timelines: PlacedTimeline[]
  /** Pairs of streams that the plan says may run side by side. */
  declaredPairs: DeclaredPair[]
}

export interface PlacedTimeline extends Timeline {
  placed: PlacedStream[]
}

export const planContext = (plan: Plan, lines: string[], declaredPairs: DeclaredPair[]): PlanContext => {
  const outside = isMarkdown(lines) ? outsidePhases(plan, readBlocks(lines)) : []
  const find = labelFinder(plan)
  const timelines = readTimelines(outside)
    .slice(0, mostTimelines)
    .map((timeline) => ({ ...timeline, placed: placeTimeline(timeline, find) }))
  return { plan, lines, claims: readClaims(outside), timelines, declaredPairs }
}

/** More are no pictures of one plan. */
const mostTimelines = 20

/** Plans in JSON say nothing of themselves in prose. */
export const isMarkdown = (lines: string[]): boolean =>
  !/^\ufeff?(?:\{|\[\s*(?:\{|$))/.test(lines.find((line) => line.trim() !== '') ?? '')

/** The blocks that belong to no phase: overviews, timelines, risks. A day in a stream's own list is work, no claim. */
const outsidePhases = (plan: Plan, blocks: Block[]): Block[] => {
  const starts = new Set(
    plan.phases.flatMap(({ line, streams }) => [line, ...streams.map((stream) => stream.line)]),
  )
  let depth = Number.POSITIVE_INFINITY
  return blocks.filter((block) => {
    if (block.kind === 'heading') {
      if (block.depth <= depth) depth = Number.POSITIVE_INFINITY
      if (starts.has(block.line)) depth = Math.min(depth, block.depth)
    }
    return depth === Number.POSITIVE_INFINITY
  })
}
