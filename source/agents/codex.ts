import { ok } from '../model/result.ts'
import type { AgentRecord } from './agent.ts'

/** In its other modes it asks for everything, or for nothing. */
export const codex: AgentRecord = {
  name: 'codex',
  summary: 'Codex, through its ACP adapter; your own `codex` where it is installed',
  matches: (spec) => spec.trim() === 'codex',
  start: () =>
    ok({
      kind: 'acp',
      commands: [['codex-acp'], ['npx', '-y', '@agentclientprotocol/codex-acp@2.6.0']],
      mode: 'workspace-write',
      files: true,
      env: ['CODEX_API_KEY', 'CODEX_HOME', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
      set: {},
      programs: { CODEX_PATH: 'codex' },
    }),
  listens: true,
}
