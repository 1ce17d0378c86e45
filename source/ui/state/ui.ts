import type { Answer, HostMessage } from '../../model/message.ts'
import type { ReplayOrder } from '../../model/replay.ts'
import type { Anchor, Row, ScrollMove, TerminalProgram } from '../../model/screen.ts'
import type { Session } from '../../model/session.ts'
import type { KeyMap } from '../keys/action.ts'
import type { Layout, Size } from '../layout.ts'

/** All that one client sees and is about to say. The session itself is the host's; this is where a person looks. */
export interface Ui {
  size: Size
  /** `terminal`: every key goes to the terminal of the focused pane. */
  mode: 'typing' | 'keys' | 'terminal'
  /** A session is played again: keys that have to do with that come first. */
  isReplay: boolean
  /** A pane: ORCHESTRATOR or a stream. */
  focus: string
  zoom: boolean
  prompt: Prompt
  history: History
  /** First rows of the panes that do not follow their end. */
  anchors: Record<string, Anchor>
  /** What runs in the terminals of panes, as the host says; and the panes that show it in place of their text. */
  terminals: Record<string, TerminalProgram>
  shown: string[]
  overlay: Overlay | null
  /** A long answer that came in the middle of something; it is shown as soon as nothing is in its way. */
  waiting: Sheet | null
  /** What was looked for last, by pane: its places are marked, `n` and `N` go on. */
  searches: Record<string, string>
  /** One line in place of the hints until the next key: 'Ctrl-C again leaves', 'Copied 3 lines', … */
  flash: string | null
  /** When Ctrl-C was pressed on an empty line, ms since 1970: a second one soon after leaves. */
  leaveAskedAt: number | null
  /** A plan was opened or the client found one; gone: the host died, stopped: somebody ended it. */
  host: 'here' | 'gone' | 'stopped'
}

export interface Prompt {
  /** What the line is for: a command, or text to look for in the focused pane or the open sheet. */
  purpose: 'command' | 'search'
  /** Before the cursor, and after it. */
  head: string
  tail: string
  /** Counts every change that did not come from the input field, which then has to be made anew. */
  generation: number
  completion: Completion | null
  /** The last text that was cut out of the line. */
  killed: string
  /** The command that was being written when a search began. */
  kept: { head: string; tail: string }
}

export interface Completion {
  candidates: string[]
  at: number
  /** How much of the head stays before the candidate. */
  from: number
}

export interface History {
  /** Oldest first. */
  lines: string[]
  /** Index of the line that is shown; null: the one being written. */
  at: number | null
  draft: string
}

/** A long answer or a diff. */
export interface Sheet {
  kind: 'sheet'
  title: string
  /** Plain text; one wider than the overlay is wrapped by cells where it is shown. */
  lines: string[]
  look: 'text' | 'diff'
  /** The line at the top. */
  top: number
  find: string | null
  /** The line that was found last. */
  found: number | null
}

export type Overlay =
  | { kind: 'help'; top: number }
  | Sheet
  /** Rows of a pane as plain text, held still, to be marked and copied. */
  | { kind: 'copy'; pane: string; rows: Row[]; cursor: number; mark: number | null }
  /** Plans that were found where no session is. */
  | { kind: 'chooser'; offers: PlanOffer[]; at: number }

/** A plan that could be opened, with what it would do. */
export interface PlanOffer {
  file: string
  title: string
  /** One line: streams, days, saved, findings. */
  summary: string
  canRun: boolean
}

/**
 * A key as it was pressed. `name`: a character, or one of up, down, left, right, home, end, pageup, pagedown, insert,
 * delete, tab, enter, escape, backspace, space, f1 … f12. `text`: what it would insert, empty for keys that insert
 * nothing.
 */
export interface Key {
  name: string
  text: string
  ctrl: boolean
  alt: boolean
  shift: boolean
}

export type UiEvent =
  /** `bytes`: what the terminal sent for it. */
  | { type: 'pressed'; key: Key; bytes: string }
  /** The terminal sent something that is no key we know. */
  | { type: 'sent'; bytes: string }
  /** `bytes`: as it came, tabs and all. */
  | { type: 'pasted'; text: string; bytes?: string }
  /** The input field took text at the end of the head. */
  | { type: 'inserted'; text: string }
  | { type: 'submitted' }
  | { type: 'resized'; size: Size }
  | { type: 'answered'; pane: string; text: string; answer: Answer }
  | { type: 'anchored'; pane: string; anchor: Anchor | null }
  | { type: 'found'; pane: string; found: boolean }
  | Extract<HostMessage, { type: 'terminals' }>
  | { type: 'terminal-opened'; stream: string }
  | { type: 'offered'; offers: PlanOffer[] }
  | { type: 'host-changed'; host: Ui['host'] }
  | { type: 'flashed'; text: string | null }

/** What the client does about it. */
export type UiEffect =
  | { type: 'type'; pane: string; text: string }
  | { type: 'scroll'; pane: string; move: ScrollMove }
  | { type: 'search'; pane: string; text: string; direction: 'up' | 'down' }
  | { type: 'copy'; text: string }
  /** In place of the screen. */
  | { type: 'open'; folder: string }
  /** In the pane; `folder`, when that cannot be. */
  | { type: 'open-terminal'; stream: string; program: TerminalProgram | null; folder: string }
  | { type: 'terminal-input'; stream: string; text: string; isPaste: boolean }
  | { type: 'open-plan'; file: string }
  | { type: 'restart-host' }
  | { type: 'replay'; order: ReplayOrder }
  | { type: 'redraw' }
  | { type: 'suspend' }
  | { type: 'leave' }

/** What the reducer is given besides: facts it decides with and never changes. */
export interface UiContext {
  session: Session | null
  /** With the person's own settings applied. */
  keys: KeyMap
  /** Rows of the focused pane as they are on the screen, for copy mode. */
  rows: Row[]
  /** Panes in the order of the screen, orchestrator first. */
  panes: string[]
  /** Those that wait for the person, the most pressing first. */
  waiting: string[]
  /** Where everything is now: for the size of a page, and what lies left of what. */
  layout: Layout
  /** Milliseconds since 1970. */
  now: number
}

export interface Reduced {
  ui: Ui
  effects: UiEffect[]
}
