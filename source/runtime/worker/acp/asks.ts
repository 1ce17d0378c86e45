import type { Ask, PermissionAnswer } from '../../../model/session.ts'

/** What an agent is answered: one of its options, or that nobody chose any. */
export type Outcome = { outcome: 'selected'; optionId: string } | { outcome: 'cancelled' }

export interface Asks {
  /** Resolves when a person has answered, or when the agent or the end of its run takes the question back. */
  ask(ask: Omit<Ask, 'id'>, withdrawn: AbortSignal): Promise<Outcome>
  /** The first answer to what is asked now counts; null: it is about something else. */
  answer(answer: PermissionAnswer): Ask | null
  current(): Ask | null
  /** Nobody answers any more. */
  cancelAll(): void
}

interface Listener {
  onAsked: (ask: Ask) => void
  onSettled: (ask: Ask) => void
}

/**
 * Questions that wait for a person, with or without a host. An agent may ask several things at once: they are told one
 * after another.
 */
export function createAsks({ onAsked, onSettled }: Listener): Asks {
  let count = 0
  let isOver = false
  let waiting: { ask: Ask; settle: (outcome: Outcome) => void }[] = []

  const settle = (id: string, outcome: Outcome): Ask | null => {
    const found = waiting.find(({ ask }) => ask.id === id)
    if (!found) return null
    const wasTold = found === waiting[0]
    waiting = waiting.filter((each) => each !== found)
    found.settle(outcome)
    if (wasTold) {
      onSettled(found.ask)
      if (waiting[0]) onAsked(waiting[0].ask)
    }
    return found.ask
  }

  return {
    ask: (asked, withdrawn) =>
      new Promise((resolve) => {
        if (isOver || withdrawn.aborted) return resolve({ outcome: 'cancelled' })
        count += 1
        const ask = { ...asked, id: `ask-${count}` }
        waiting.push({ ask, settle: resolve })
        withdrawn.addEventListener('abort', () => settle(ask.id, { outcome: 'cancelled' }), { once: true })
        if (waiting.length === 1) onAsked(ask)
      }),
    answer: ({ id, option }) => {
      const now = waiting[0]?.ask
      if (now?.id !== id) return null
      const isOffered = now.options.some((each) => each.id === option)
      return settle(
        id,
        isOffered ? { outcome: 'selected', optionId: option as string } : { outcome: 'cancelled' },
      )
    },
    current: () => waiting[0]?.ask ?? null,
    cancelAll: () => {
      isOver = true
      for (const { ask } of [...waiting].reverse()) settle(ask.id, { outcome: 'cancelled' })
    },
  }
}
