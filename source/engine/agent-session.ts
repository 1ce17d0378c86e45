import type { Batch } from '../model/session.ts'

/**
 * The agent's own session of an earlier try at the batch, for the same agent to take up again; null: a fresh one is
 * better. One that refused would refuse again, and one that never began has nothing to take up.
 */
export function earlierSession({ attempts }: Batch, agent: string): string | null {
  const last = attempts.findLast(({ ending }) => ending !== null)
  if (!last || last.agent !== agent || last.ending?.reason === 'refused') return null
  return last.ending?.kind === 'not-started' ? null : last.agentSession
}
