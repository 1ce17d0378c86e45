import type { ReplayStatus } from '../../model/replay.ts'
import type { Session } from '../../model/session.ts'
import type { KeyMap } from '../keys/action.ts'
import type { Ui } from '../state/ui.ts'

/** All that the screen is drawn from. The transcripts in the bodies come from the host and are painted apart. */
export interface Model {
  session: Session | null
  ui: Ui
  /** Milliseconds since 1970. */
  now: number
  /** When each stream's worker printed last, as far as it is known. */
  lastOutput: Record<string, number>
  /** How many lines lie below what is seen of a pane, where that was counted. */
  below: Record<string, number | null>
  keys: KeyMap
  /** The sensible next command for the focused pane. */
  suggestion: string | null
  /** Where the replay stands that is shown; absent: it is a session at work. */
  replay?: ReplayStatus
}
