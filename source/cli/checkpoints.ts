import { checkpointsText, checkpointText, landingNamed } from '../commands/checkpoints.ts'
import { checkpointsOf } from '../model/checkpoints.ts'
import { sessionHere } from './here.ts'
import { complain, type ExitCode, printHeard, printJson } from './print.ts'

/** `br-tui checkpoints`: as it is on disk, which is what every host says; none is started for it. */
export async function showCheckpoints(
  name: string | undefined,
  { cwd, json }: { cwd?: string; json?: boolean },
): Promise<ExitCode> {
  const stored = await sessionHere(cwd)
  if (!stored.ok) return complain(stored.error)
  const session = stored.value
  const one = name === undefined ? null : landingNamed(session, name)
  if (one === undefined)
    return complain(
      { message: `There is no ${name}.`, mend: 'See those there are with: br-tui checkpoints' },
      2,
    )
  const shown = one ? { ...session, landings: [one] } : session
  if (json) printJson(checkpointsOf(shown))
  else printHeard(one ? checkpointText(one, Date.now()) : checkpointsText(session, Date.now()))
  return 0
}
