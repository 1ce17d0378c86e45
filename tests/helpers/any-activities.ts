import fc from 'fast-check'
import type { Activity } from '../../source/plan/scheduling/problem.ts'

export interface AnyProject {
  activities: Activity[]
  capacities: number[]
}

/** Projects of at most `most` activities: three resources, any real durations, some released late, some running. */
export const anyProject = (most: number, { releases = true } = {}): fc.Arbitrary<AnyProject> =>
  fc
    .record({
      capacities: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
      drafts: fc.array(
        fc.record({
          duration: fc.oneof(
            fc.constantFrom(0, 0.1, 0.3, 1, 2, 3),
            fc.double({ min: 0.01, max: 9, noNaN: true }),
          ),
          release: fc.constantFrom(0, 0, 0, 0.7, 4),
          isPinned: fc.constantFrom(false, false, false, false, true),
          needs: fc.array(fc.nat(most), { maxLength: 3 }),
          prefers: fc.array(fc.nat(most), { maxLength: 1 }),
          amounts: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }),
        }),
        { maxLength: most },
      ),
    })
    .map(({ capacities, drafts }) => ({
      capacities,
      activities: drafts.map(({ duration, release, isPinned, needs, prefers, amounts }, index) => ({
        duration,
        release: releases && !isPinned ? release : 0,
        isPinned: releases && isPinned,
        needs: needs.filter((need) => need < index),
        prefers: prefers.filter((other) => other !== index && other < drafts.length),
        uses: amounts.map((amount, resource) => ({
          resource,
          amount: Math.min(amount, capacities[resource] ?? 0),
        })),
      })),
    }))
