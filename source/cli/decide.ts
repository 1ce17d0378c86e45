import { LONGEST } from '../runtime/worker/status-file.ts'
import { addSaid } from '../runtime/worker/write-report.ts'
import { complain, type ExitCode, print } from './print.ts'
import { findHost, send } from './send.ts'

/** `br-tui decide TEXT`. Inside of a worker it is kept when no host runs: its worker, or the next host, passes it on. */
export async function decide(text: string, { cwd }: { cwd?: string }): Promise<ExitCode> {
  const { BR_RUN, BR_STATUS_FILE } = process.env
  if (cwd !== undefined || !BR_RUN || !BR_STATUS_FILE)
    return send(`decide ${text}`, cwd === undefined ? {} : { cwd })
  const host = await findHost(cwd)
  if (host.ok) {
    host.value.close()
    return send(`decide ${text}`, {})
  }
  if (text.length > LONGEST.text)
    return complain({ message: `That is over ${LONGEST.text} characters.`, mend: 'Say it shorter.' })
  const said = addSaid(BR_STATUS_FILE, { type: 'decision', text })
  if (!said.ok) return complain(said.error)
  print('Kept: it is shared with every worker when the host runs again.')
  return 0
}
