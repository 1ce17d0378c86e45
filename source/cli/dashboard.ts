import { FINISHED } from '../commands/dashboard.ts'
import { findHere, hostOfSession, storedSession } from './here.ts'
import { complain, type ExitCode, printHeard, warnHeard } from './print.ts'
import { ask } from './send.ts'

/** `br-tui dashboard`: has the host serve the page, and says where. */
export async function showDashboard({ cwd, port }: { cwd?: string; port?: number }): Promise<ExitCode> {
  const here = await findHere(cwd)
  if (!here.ok) return complain(here.error)
  const stored = await storedSession(here.value.places)
  if (!stored.ok) return complain(stored.error)
  // A host would be started for nothing, and end at once.
  if (stored.value?.ended?.how === 'finished') return complain({ message: FINISHED })
  const host = await hostOfSession(here.value)
  if (!host.ok) return complain(host.error)
  const answer = await ask(host.value, { text: port ? `dashboard ${port}` : 'dashboard', focus: null })
  host.value.close()
  if (!answer) return complain({ message: 'The host went away before it answered.', mend: 'Try again.' })
  if (answer.exit === 0) printHeard(answer.text)
  else warnHeard(answer.text)
  return answer.exit as ExitCode
}
