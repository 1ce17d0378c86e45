import type { ClientMessage, HostMessage } from '../model/message.ts'
import type { ReplayOrder, ReplayStatus } from '../model/replay.ts'
import type { Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import type { KeyMap } from './keys/action.ts'
import type { SavedView } from './state/saved-view.ts'
import type { PlanOffer } from './state/ui.ts'
import type { TerminalKind } from './terminal/attention.ts'
import type { Streams } from './terminal/terminal.ts'
import type { Theme } from './theme.ts'

/** The host as the screen needs it. */
export interface Link {
  session: () => Session | null
  send: (message: ClientMessage) => void
  listen: (listener: (message: HostMessage) => void) => () => void
  /** The session is another one from now on. Returns how to stop listening. */
  onSession: (listener: () => void) => () => void
  /** Resolves when the host is gone, with true if it was stopped. */
  closed: Promise<boolean>
  close: () => void
}

/** What the screen needs of a session that is played again. */
export interface Replay {
  status: () => ReplayStatus
  order: (order: ReplayOrder) => void
}

/** All that the screen is given; it reaches nothing else. */
export interface ScreenInput {
  streams: Streams
  kind: TerminalKind
  theme: Theme
  keys: KeyMap
  /** Whether a bell and a notification may be given. */
  notifies: boolean
  link: Link
  /** It is no session at work: time is the recording's. */
  replay?: Replay
  /** The terminal is in screen mode already. */
  isEntered: boolean
  /** What `save` was given last time, or anything. */
  saved: unknown
  save: (view: SavedView) => void
  /** Plans of the repository; asked for when there is no session. */
  findPlans: () => Promise<PlanOffer[]>
  /** Runs with the terminal given back: it may ask the person. */
  openPlan: (link: Link, file: string) => Promise<Result<string>>
  /** A host for the same session, after the last one went. */
  restart: () => Promise<Result<Link>>
  /** The person's, for what they open in a pane. */
  environment: Record<string, string>
  /** They want what they open in place of the screen. */
  opensOutside: boolean
  /** The person's editor or shell; resolves when they are back. */
  openFolder: (folder: string) => Promise<void>
  /** Stops this process as Ctrl-Z does; resolves when it goes on. */
  suspend: () => Promise<void>
}
