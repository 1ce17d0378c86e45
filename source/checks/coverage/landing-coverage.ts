import type { LandingCoverage, Share } from '../../model/coverage.ts'
import type { Landing } from '../../model/session.ts'
import type { CoverageVerdict } from './coverage.ts'

/** Tests ran once for all that was put together, so that every verdict has the same total. */
export function landingCoverage(
  verdicts: Map<string, CoverageVerdict>,
  given: Pick<LandingCoverage, 'before' | 'wanted'>,
): LandingCoverage | null {
  const total = [...verdicts.values()].find((each) => each.total)?.total
  const changed = [...verdicts].map(([stream, each]) => ({ stream, share: each.changed ?? null }))
  return total ? { total, ...given, changed } : null
}

/** Of the commit that a landing begins at, as its own landing measured it. Other tests run other lines: they say nothing of it. */
export const totalBefore = (
  landings: readonly Landing[],
  { base, command }: { base: string; command: string | null },
): Share | null =>
  landings.findLast(
    ({ state, commit, verdict }) => state === 'published' && commit === base && verdict?.command === command,
  )?.coverage?.total ?? null
