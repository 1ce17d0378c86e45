import { update } from '../engine/update.ts'
import type { Event } from '../model/event.ts'
import type { Note, Session } from '../model/session.ts'
import type { HostConnection } from '../runtime/host-connection.ts'

export interface Following {
  session: () => Session | null
  stop: () => void
}

export interface Follower {
  onEvent?: (event: Event, session: Session) => void
  /** The session as it is from now on: at first, and after every event. */
  onState?: (session: Session) => void
  onNote?: (note: Note) => void
  onOutput?: (stream: string, text: string) => void
}

/** Keeps a client's session in step with the host's: both apply the same events with the same function. */
export function follow(
  host: HostConnection,
  output: string[],
  { onEvent, onState, onNote, onOutput }: Follower,
): Following {
  let session = host.session
  const stop = host.listen((message) => {
    // The answer to `watch`: from here on no event is missing.
    if (message.type === 'welcome') {
      session = message.session
      if (session) onState?.(session)
    }
    if (message.type === 'output') onOutput?.(message.stream, message.text)
    if (message.type !== 'happened') return
    const { event } = message
    const before = event.type === 'session-opened' ? event.session : session
    if (!before) return
    const told = session?.id === before.id ? before.noteSeq : 0
    session = update(before, event).session
    for (const note of session.notes) if (note.seq > told) onNote?.(note)
    onEvent?.(event, session)
    onState?.(session)
  })
  host.send({ type: 'watch', events: true, output })
  return { session: () => session, stop }
}
