import { z } from 'zod'
import { landingSchema, type Session } from './session.ts'

/** What `br-tui checkpoints --json` prints: each is one object, with all that is known of it. */
export const checkpointsSchema = z.object({
  session: z.string(),
  slug: z.string(),
  title: z.string(),
  integration: z.object({ branch: z.string(), commit: z.string() }),
  checkpoints: z.array(
    landingSchema.extend({
      name: z.string().describe('as it is typed: checkpoint-2'),
      order: z.array(z.string()).describe('the streams in it, in the order of merging'),
      seconds: z.number().nullable().describe('from being asked for to its end; null: it is under way'),
    }),
  ),
})
export type Checkpoints = z.infer<typeof checkpointsSchema>

export const checkpointsOf = ({ id, slug, plan, integration, landings }: Session): Checkpoints => ({
  session: id,
  slug,
  title: plan.title,
  integration: { branch: `br/${slug}/integration`, commit: integration },
  checkpoints: landings.map((landing) => ({
    ...landing,
    name: `${landing.kind}-${landing.number}`,
    order: landing.members.map(({ stream }) => stream),
    // The clock may have been set back meanwhile.
    seconds: landing.endedAt === null ? null : Math.max(0, landing.endedAt - landing.requestedAt) / 1000,
  })),
})
