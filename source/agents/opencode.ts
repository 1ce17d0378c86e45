import { ok } from '../model/result.ts'
import type { AgentRecord } from './agent.ts'

/** By itself it allows everything; it has no mode for that, but a variable. */
export const opencode: AgentRecord = {
  name: 'opencode',
  summary: 'opencode',
  matches: (spec) => spec.trim() === 'opencode',
  start: () =>
    ok({
      kind: 'acp',
      commands: [
        ['opencode', 'acp'],
        ['npx', '-y', 'opencode-ai@1.18.33', 'acp'],
      ],
      mode: null,
      files: true,
      env: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OPENCODE_CONFIG', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'],
      set: { OPENCODE_PERMISSION: JSON.stringify({ edit: 'ask', bash: 'ask', webfetch: 'ask' }) },
      programs: {},
    }),
  listens: true,
}
