import { runningAttempts } from '../engine/running-attempts.ts'
import { stopHost } from '../runtime/host-connection.ts'
import { markedProcesses } from '../runtime/worker/sweep.ts'
import { findHere, hostOfSession, storedSession } from './here.ts'
import { complain, type ExitCode, print } from './print.ts'

/** `br-tui stop`: works on a host of any version, and ends workers that outlived theirs. */
export async function stop({ cwd }: { cwd?: string }): Promise<ExitCode> {
  if (process.env.BR_RUN)
    return complain({
      message: 'A worker may not stop the session.',
      mend: 'Type it in a terminal of yours.',
    })
  const here = await findHere(cwd)
  if (!here.ok) return complain(here.error)
  const { places, launch } = here.value
  const stopped = await stopHost(places.socket, launch)
  if (!stopped.ok) return complain(stopped.error)
  if (!stopped.value) {
    const stored = await storedSession(places)
    if (!stored.ok) return complain(stored.error)
    if (!stored.value)
      return complain({ message: 'There is nothing to stop: this repository has no session.' })
    const { ended, id } = stored.value
    const runs = ended === null && runningAttempts(stored.value).length > 0
    if (!runs && markedProcesses(id, 'BR_TERMINAL').length === 0) {
      print('No host is running. The session stays as it is.')
      return 0
    }
    const host = await hostOfSession(here.value)
    if (!host.ok) return complain(host.error)
    host.value.close()
    await stopHost(places.socket, launch)
  }
  print('Stopped. What ran was snapshotted; go on with: br-tui')
  return 0
}
