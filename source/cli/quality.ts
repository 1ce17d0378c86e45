import { findHere, hostOfSession } from './here.ts'
import { complain, type ExitCode, printHeard } from './print.ts'
import { ask } from './send.ts'

/** `br-tui quality`: what a checkpoint would say of what is finished now. */
export async function quality({ cwd, json }: { cwd?: string; json?: boolean }): Promise<ExitCode> {
  const here = await findHere(cwd)
  if (!here.ok) return complain(here.error)
  const host = await hostOfSession(here.value)
  if (!host.ok) return complain(host.error)
  const answer = await ask(host.value, { text: json ? 'quality json' : 'quality', focus: null })
  host.value.close()
  if (!answer) return complain({ message: 'The host went away before it answered.', mend: 'Try again.' })
  printHeard(answer.text)
  return answer.exit as ExitCode
}
