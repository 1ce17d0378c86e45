import type { McpServer } from '@agentclientprotocol/sdk'
import type { WorkerSpec } from '../run-folder.ts'

/**
 * Our MCP server, for the agent to start. Its environment is spelled out: agents pass theirs on as they like, and with
 * BR_RUN it is found, and ended, with everything else of the run.
 */
export function ownTools({ acp, env }: Pick<WorkerSpec, 'acp' | 'env'>): McpServer[] {
  const [command, ...args] = acp?.tools ?? []
  if (command === undefined) return []
  const ours = Object.entries(env).filter(([name]) => name.startsWith('BR_'))
  return [{ name: 'br-tui', command, args, env: ours.map(([name, value]) => ({ name, value })) }]
}
