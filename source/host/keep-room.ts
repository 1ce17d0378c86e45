import type { Event } from '../model/event.ts'
import type { Runtime } from '../runtime/context.ts'
import { packLoose } from '../runtime/git/pack-loose.ts'
import { makeRoom } from '../runtime/make-room.ts'
import { openPerson } from '../runtime/person.ts'

export interface RoomKeeper {
  /** Looks when a session is opened or over, and nobody waits for it. */
  heard: (events: readonly Event[]) => void
  look: () => void
  /** Resolves when nothing is being removed any more. */
  close: () => Promise<void>
}

const MOMENTS: Event['type'][] = ['session-opened', 'session-resumed', 'session-finished']

/** Keeps what sessions left that are over within the person's limit, and the clones packed. */
export function keepRoom(runtime: Runtime, env: NodeJS.ProcessEnv): RoomKeeper {
  const stopped = new AbortController()
  let looking: Promise<void> | null = null
  const look = () => {
    const person = openPerson(env)
    if (!person.ok || stopped.signal.aborted) return
    looking ??= makeRoom(runtime, person.value.keep.gigabytes * 1e9, stopped.signal)
      .then(() => packClones(runtime, stopped.signal))
      // What could not be looked at is no news: doctor and prune say it when they are asked.
      .catch(() => {})
      .finally(() => {
        looking = null
      })
  }
  return {
    heard: (events) => {
      if (events.some(({ type }) => MOMENTS.includes(type))) look()
    },
    look,
    close: async () => {
      stopped.abort()
      await looking
    },
  }
}

async function packClones({ places }: Runtime, stopped: AbortSignal): Promise<void> {
  for (const clone of [places.workClone, places.landClone]) await packLoose(clone, { stopped })
}
