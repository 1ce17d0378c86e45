import type { Event } from '../model/event.ts'
import type { Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import type { Places } from './places.ts'
import type { Looked } from './scan/look-through.ts'
import type { LogEnd } from './transcript/log.ts'
import type { WorkerConnection } from './worker/connect-worker.ts'
import type { SpareWorkers } from './worker/spare-workers.ts'

/** What every effect is given. Effects never change the session: they report what happened as events. */
export interface Runtime {
  places: Places
  /** The user's checkout. */
  root: string
  /** argv that starts this program, for worker processes. */
  program: string[]
  session: () => Session
  dispatch: (...events: Event[]) => void
  /** For what leaves without becoming an event; events are masked as they come in. */
  mask: (text: string) => string
  now: () => number
  /** Resolves when what is written makes it true. */
  until: (isTrue: (session: Session) => boolean) => Promise<void>
  /** One after another for the same key: a workspace has one writer, a repository one merge. */
  inTurn: <T>(key: string, work: () => Promise<T>) => Promise<T>
  /** Work that nobody waits for here, but that is under way: `idle` counts it. */
  inBackground: (work: Promise<void>) => void
  /** The session is being stopped: tests and setup that run are ended. */
  stopped: AbortSignal
  /** What waits for a time, by agent. Cleared when the host closes. */
  timers: Map<string, NodeJS.Timeout>
  spares: SpareWorkers
  /** What was found in contents that were looked through once, by the commits that brought them. */
  looked: Map<string, Promise<Result<Looked>>>
  /** Whether the clones were looked at closely since this host began. */
  clonesLooked: boolean
  /** Living workers by run. */
  workers: Map<string, WorkerConnection>
  /** The page for browsers: its address with the token, and whether there was one to close. */
  dashboard: { open: (port: number | null) => Promise<Result<string>>; close: () => boolean }
  /** The log of a run has grown. */
  onOutput: (stream: string, run: string, end: LogEnd) => void
}
