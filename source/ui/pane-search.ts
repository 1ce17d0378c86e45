import type { ClientMessage, HostMessage } from '../model/message.ts'
import type { Anchor } from '../model/screen.ts'
import type { UiEffect } from './state/ui.ts'

type Sought = Extract<UiEffect, { type: 'search' }>
type Found = Extract<HostMessage, { type: 'found' }>

export interface PaneSearch {
  /** `seen`: the first row of what is seen, where the pane does not follow its end. */
  begin: (sought: Sought, seen: Anchor | null) => void
  /** Null: it is not over yet, or about an earlier search. */
  heard: (message: Found) => boolean | null
}

/** Goes on from what was found last, and at the start of the text once more from its end: no place is missed. */
export function createPaneSearch(send: (message: ClientMessage) => void): PaneSearch {
  const found = new Map<string, { text: string; anchor: Anchor }>()
  let request = 0
  let current: { sought: Sought; canGoRound: boolean } | null = null
  const ask = (sought: Sought, from: Anchor | null) => {
    const { pane, text, direction } = sought
    request += 1
    current = { sought, canGoRound: from !== null && direction === 'up' }
    send({ type: 'search', request, pane, text, direction, from })
  }
  return {
    begin: (sought, seen) => {
      const last = found.get(sought.pane)
      ask(sought, last?.text === sought.text ? last.anchor : seen)
    },
    heard: ({ request: answered, pane, anchor }) => {
      if (answered !== request || !current) return null
      const { sought, canGoRound } = current
      current = null
      if (anchor) found.set(pane, { text: sought.text, anchor })
      if (anchor || !canGoRound) return anchor !== null
      ask(sought, null)
      return null
    },
  }
}
