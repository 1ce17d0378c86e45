import { ok } from '../model/result.ts'
import type { AgentRecord } from './agent.ts'

/** It starts in a mode that decides by itself what is allowed, so another is set. */
export const claude: AgentRecord = {
  name: 'claude',
  summary: 'Claude Code, through its ACP adapter; your own `claude` where it is installed',
  matches: (spec) => spec.trim() === 'claude',
  start: () =>
    ok({
      kind: 'acp',
      commands: [['claude-agent-acp'], ['npx', '-y', '@agentclientprotocol/claude-agent-acp@0.101.0']],
      mode: 'default',
      files: true,
      env: [
        'ANTHROPIC_API_KEY',
        'ANTHROPIC_AUTH_TOKEN',
        'ANTHROPIC_BASE_URL',
        'ANTHROPIC_MODEL',
        'CLAUDE_CODE_OAUTH_TOKEN',
        'CLAUDE_CONFIG_DIR',
      ],
      set: {},
      programs: { CLAUDE_CODE_EXECUTABLE: 'claude' },
    }),
  listens: true,
}
