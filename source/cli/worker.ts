import { findStream } from '../commands/understand.ts'
import { findHere, hostOfSession } from './here.ts'
import { lineClient } from './line-client.ts'
import { complain, type ExitCode } from './print.ts'

/** `br-tui worker --stream NAME`: one stream's batches in this terminal. */
export async function work({ cwd, stream }: { cwd?: string; stream: string }): Promise<ExitCode> {
  const here = await findHere(cwd)
  if (!here.ok) return complain(here.error)
  const host = await hostOfSession(here.value)
  if (!host.ok) return complain(host.error)
  const found = findStream(host.value.session, stream)
  if (found.ok) return lineClient(host.value, { focus: found.value })
  host.value.close()
  return complain(found.error, 2)
}
