import type { LandingCoverage, Share } from '../../model/coverage.ts'

export interface TotalVerdict {
  passed: boolean
  /** What is to be said of it: why nothing lands, or that it has become less. Null: nothing. */
  summary: string | null
  /** Streams that pull it down: of what they changed less ran than is wanted of everything. */
  pulling: string[]
}

/** Whether the tests run enough of everything that would land. Without a wanted minimum a fall is said, and no more. */
export function judgeTotal({ total, before, wanted, changed }: LandingCoverage): TotalVerdict {
  const fall = before && total.percent < before.percent ? ` It was ${before.percent} % before.` : ''
  if (wanted === null || reaches(total, wanted))
    return { passed: true, summary: fall ? `${totalText(total)}.${fall}` : null, pulling: [] }
  // Where it was too little before, leaving them out would not make it enough.
  const isTheirs = !before || reaches(before, wanted)
  const pulling = changed.filter(({ share }) => share && !reaches(share, wanted)).map(({ stream }) => stream)
  return {
    passed: false,
    summary: `${totalText(total)}, ${wanted} % are wanted.${fall}`,
    pulling: isTheirs ? pulling : [],
  }
}

const totalText = ({ percent, measured }: Share): string =>
  `In total ${percent} % of ${measured} lines ran in the tests`

export const reaches = ({ covered, measured }: Share, wanted: number): boolean =>
  covered * 100 >= wanted * measured
