import type { AgentStart } from '../../agents/agent.ts'
import { acpProgram } from '../acp-program.ts'
import type { RunOrder } from '../worker/run-folder.ts'

interface AgentOrder {
  start: RunOrder['start']
  /** Names of variables that it is passed of the person's environment. */
  allow: string[]
  /** What is set for it. */
  env: Record<string, string>
}

/** How a worker is to start an agent on this machine. */
export async function agentOrder(
  how: Exclude<AgentStart, { kind: 'person' }>,
  talk: Omit<NonNullable<RunOrder['start']['acp']>, 'mode' | 'files'>,
  path: string,
): Promise<AgentOrder> {
  if (how.kind === 'process') return { start: how, allow: [], env: {} }
  const { argv, env } = await acpProgram(how, path)
  const [model] = talk.models
  const set = how.modelVariable && model ? { [how.modelVariable]: model } : {}
  return {
    start: { argv, script: null, acp: { mode: how.mode, files: how.files, ...talk } },
    allow: how.env,
    env: { ...env, ...set },
  }
}
