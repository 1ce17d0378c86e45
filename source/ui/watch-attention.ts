import type { Session } from '../model/session.ts'
import { attention } from './present/attention.ts'
import { waitText } from './present/title-line.ts'
import { BELL, notification, type TerminalKind, terminalTitle } from './terminal/attention.ts'
import type { Theme } from './theme.ts'

export interface AttentionInput {
  kind: TerminalKind
  notifies: boolean
  theme: Theme
  say: (text: string) => void
}

/** Says once what newly waits for a person: bell, notification, the terminal's title. Null: the screen is left. */
export function watchAttention({
  kind,
  notifies,
  theme,
  say,
}: AttentionInput): (session: Session | null) => void {
  let known: Set<string> | null = null
  let title = ''
  let wasOver: boolean | null = null
  return (session) => {
    if (session === null) return
    const waiting = attention(session)
    const next = `${waiting.length > 0 ? `${waitText(theme, waiting.length)} · ` : ''}br-tui · ${session.slug}`
    if (next !== title) say(terminalTitle(next))
    title = next
    // What waited before somebody came is on the screen in front of them.
    const fresh = known === null ? [] : waiting.filter((pane) => !known?.has(pane))
    known = new Set(waiting)
    const isOver = session.ended?.how === 'finished'
    const hasJustEnded = wasOver === false && isOver
    wasOver = isOver
    if (!notifies) return
    if (fresh.length > 0) say(BELL + notification(`${fresh.join(', ')} waits for you`, kind))
    else if (hasJustEnded) say(BELL + notification(`${session.slug}: everything has landed`, kind))
  }
}
