import { z } from 'zod'

/**
 * Whether a turn failed although its answer says that it ended: Codex tells of that between the lines, as the state of
 * its thread, then says why as a message of nobody, and answers as if all was well.
 */
export interface OwnFailure {
  /** An update as it came. */
  take(update: unknown): void
  /** Why the turn under way failed; null: nothing of the kind was said. */
  why(): string | null
}

const LONGEST = 1000

const stateSchema = z.object({
  sessionUpdate: z.literal('session_info_update'),
  _meta: z.object({ codex: z.object({ threadStatus: z.object({ type: z.string() }) }) }),
})
const wordsSchema = z.object({
  sessionUpdate: z.literal('agent_message_chunk'),
  content: z.object({ text: z.string() }),
})

export function createOwnFailure(): OwnFailure {
  let why: string | null = null
  return {
    take: (update) => {
      const state = stateSchema.safeParse(update).data?._meta.codex.threadStatus.type
      // Whatever comes after it, a thread that is active again has begun another turn.
      if (state !== undefined) why = state === 'systemError' ? '' : null
      else if (why !== null)
        why = (why + (wordsSchema.safeParse(update).data?.content.text ?? '')).slice(0, LONGEST)
    },
    why: () => (why === null ? null : why.trim() || 'it does not say why'),
  }
}
