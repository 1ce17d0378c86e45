import { ok, type Result } from '../model/result.ts'
import type { AgentRecord, AgentStart } from './agent.ts'
import { commandWords } from './cmd.ts'

const prefix = /^\s*acp:/

/** Any program that speaks the Agent Client Protocol: it is talked to, may ask, and listens while it works. */
export const acp: AgentRecord = {
  name: 'acp: COMMAND ARGS',
  summary: 'any agent that speaks the Agent Client Protocol on its standard input and output',
  matches: (spec) => prefix.test(spec),
  start,
  listens: true,
}

function start(spec: string): Result<AgentStart> {
  const words = commandWords(spec.replace(prefix, ''), { name: 'acp:', example: 'acp: goose acp' })
  if (!words.ok) return words
  return ok({ kind: 'acp', commands: [words.value], mode: null, files: true, env: [], set: {}, programs: {} })
}
