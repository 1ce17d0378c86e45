import type { ClientMessage, HostMessage } from '../model/message.ts'
import type { PaneView, ScrollMove } from '../model/screen.ts'
import type { TerminalScreen } from '../runtime/terminal/connect-terminal.ts'
import { type Frame, frameOf, scrolled } from '../runtime/transcript/frame.ts'
import { search } from '../runtime/transcript/search.ts'
import type { Transcript } from '../runtime/transcript/transcript.ts'
import { frameClock, PAUSE } from './frame-clock.ts'
import { rowDelta } from './row-delta.ts'
import { terminalFrame } from './terminal-frame.ts'

type Said<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>

/** The panes that one client sees. */
export interface PaneViews {
  view: (message: Said<'view'>) => void
  scroll: (message: Said<'scroll'>) => void
  search: (message: Said<'search'>) => void
  /** The pane's transcript has changed. */
  changed: (pane: string) => void
  /** The client has read everything it was sent. */
  drained: () => void
  close: () => void
}

export interface PaneViewsInput {
  transcriptOf: (pane: string) => Transcript | null
  /** Null: the pane has none, or this client may not see it. */
  terminalOf: (pane: string) => TerminalScreen | null
  scrollTerminal: (pane: string, move: ScrollMove) => void
  send: (message: HostMessage) => void
  /** What is sent meanwhile arrives at once, and is drawn at once. */
  together: (work: () => void) => void
  /** How many bytes the client has not read yet. */
  unread: () => number
}

/** Between two times of a pane beside the focused one while many change, ms: every third frame. */
const BESIDE = 95
/** So many panes may change at full speed. */
const FEW = 3
/** What has not changed for so many ms is at rest. */
const REST = 200
/** A client that is this many bytes behind gets no more until it has read them, and then the newest. */
const FURTHEST_BEHIND = 64 * 1024

interface Pane {
  view: PaneView
  /** What the client has; null: nothing that fits. */
  sent: Frame | null
  isDirty: boolean
  sentAt: number
  changedAt: number
}

/** Sends a client the rows of the panes it sees: only what differs, and no more often than it can be seen. */
export function createPaneViews(input: PaneViewsInput): PaneViews {
  const { transcriptOf, terminalOf, scrollTerminal, send, together, unread } = input
  let generation = 0
  let panes: Pane[] = []
  let searching = new AbortController()

  const partsOf = ({ view }: Pane) => transcriptOf(view.pane)?.parts ?? []
  const shownTerminal = ({ view }: Pane) => (view.terminal ? terminalOf(view.pane) : null)
  const find = (name: string) => panes.find(({ view }) => view.pane === name)
  const isBehind = () => unread() > FURTHEST_BEHIND

  /** Returns when the next frame is due; none is while nothing has changed, or the client is behind. */
  const frame = (now: number) => {
    const changing = panes.filter(({ changedAt }) => now - changedAt < REST).length
    let next: number | null = null
    together(() => {
      for (const [index, pane] of panes.entries()) {
        if (!pane.isDirty || isBehind()) continue
        const isAtFullSpeed = index === 0 || changing <= FEW
        const due = isAtFullSpeed ? now : Math.min(pane.sentAt + BESIDE, pane.changedAt + PAUSE)
        if (due <= now) sendRows(pane, now)
        else next = Math.min(next ?? due, due)
      }
    })
    return next
  }
  const clock = frameClock(frame)

  const sendRows = (pane: Pane, now: number) => {
    const screen = shownTerminal(pane)
    const frame = screen ? terminalFrame(screen, pane.view) : frameOf(partsOf(pane), pane.view)
    const delta = rowDelta(pane.sent, frame)
    pane.isDirty = false
    pane.view.anchor = frame.anchor
    if (delta === null) return
    pane.sent = frame
    pane.sentAt = now
    send({ type: 'rows', generation, pane: pane.view.pane, ...delta })
  }

  /** What somebody does with a pane is not kept waiting for the next frame. */
  const sendNow = (pane: Pane) => {
    pane.isDirty = true
    if (!isBehind()) sendRows(pane, performance.now())
  }

  const view = (message: Said<'view'>) => {
    const isSameScreen = message.generation === generation
    const before = panes
    generation = message.generation
    panes = message.panes.map((wanted) => {
      const known = before.find(({ view }) => view.pane === wanted.pane)
      const isSameSize = wanted.columns === known?.view.columns && wanted.rows === known.view.rows
      // Where a pane stands is known here best: the client may not have heard yet of its last move.
      const anchor = known ? known.view.anchor : wanted.anchor
      const sent = known && isSameScreen && isSameSize ? known.sent : null
      const times = { sentAt: known?.sentAt ?? 0, changedAt: known?.changedAt ?? 0 }
      return { view: { ...wanted, anchor }, sent, isDirty: true, ...times }
    })
    together(() => panes.forEach(sendNow))
  }

  const moveTo = (pane: Pane, anchor: PaneView['anchor']) => {
    pane.view.anchor = anchor
    sendNow(pane)
  }

  const lookFor = async ({ request, pane: name, ...sought }: Said<'search'>) => {
    searching.abort()
    searching = new AbortController()
    const { signal } = searching
    const anchor = await search(transcriptOf(name)?.parts ?? [], sought, signal)
    const pane = find(name)
    if (anchor && pane) {
      // With some of what comes before it.
      const above = -Math.floor(pane.view.rows / 3)
      moveTo(pane, scrolled(partsOf(pane), { ...pane.view, anchor }, above))
    }
    send({ type: 'found', request, pane: name, anchor })
  }

  return {
    view,
    scroll: ({ pane: name, move }) => {
      const pane = find(name)
      if (pane && shownTerminal(pane)) scrollTerminal(name, move)
      else if (pane) moveTo(pane, scrolled(partsOf(pane), pane.view, move))
    },
    search: (message) => void lookFor(message),
    changed: (name) => {
      const pane = find(name)
      if (!pane) return
      pane.isDirty = true
      pane.changedAt = performance.now()
      if (!isBehind()) clock.wake()
    },
    drained: () => {
      if (panes.some(({ isDirty }) => isDirty)) clock.wake()
    },
    close: () => {
      panes = []
      searching.abort()
      clock.stop()
    },
  }
}
