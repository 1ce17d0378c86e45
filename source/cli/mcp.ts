import { VERSION } from '../host/version.ts'
import { connectHost } from '../runtime/host-connection.ts'
import { serveMcp } from '../runtime/mcp/serve-mcp.ts'
import { complain, type ExitCode } from './print.ts'

/** `br-tui mcp`: the tools of one run, for the agent that works on it. Which run, its environment says. */
export async function mcp(): Promise<ExitCode> {
  const { env } = process
  const { BR_STREAM, BR_STATUS_FILE, BR_DECISIONS_FILE, BR_COMMAND_FILE, BR_HOST } = env
  if (!BR_STREAM || !BR_STATUS_FILE || !BR_DECISIONS_FILE || !BR_COMMAND_FILE) {
    return complain({
      message: "'br-tui mcp' is started by an agent inside of a worker, and this is none.",
      mend: 'Agents over ACP get it by themselves; see docs/shared-context.md for others.',
    })
  }
  const session = async () => {
    const host = BR_HOST ? await connectHost(BR_HOST, { version: VERSION, env }) : null
    if (!host?.ok || !host.value) return null
    host.value.close()
    return host.value.session
  }
  const context = {
    stream: BR_STREAM,
    statusFile: BR_STATUS_FILE,
    decisionsFile: BR_DECISIONS_FILE,
    commandFile: BR_COMMAND_FILE,
    session,
  }
  await serveMcp(context, VERSION)
  return 0
}
