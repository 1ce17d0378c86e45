import { sensible } from '../../commands/suggest.ts'
import type { Session } from '../../model/session.ts'
import { takesText } from './line.ts'
import { streamOf } from './reduced.ts'
import type { Ui } from './ui.ts'

/** What the sensible next command adds to the line, shown dim after the cursor; empty: nothing. */
export function ghost(ui: Ui, session: Session | null): string {
  const { head, tail, purpose } = ui.prompt
  if (session === null || tail !== '' || purpose !== 'command' || !takesText(ui)) return ''
  const typed = head.toLowerCase()
  const fitting = sensible(session, streamOf(ui.focus)).find((command) => command.startsWith(typed))
  return fitting?.slice(head.length) ?? ''
}
