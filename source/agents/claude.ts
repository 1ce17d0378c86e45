import { ok } from '../model/result.ts'
import type { AgentRecord, Tried } from './agent.ts'
import { pinned } from './pinned.ts'

const tried: Tried = {
  packages: { '@anthropic-ai/claude-code': '2.1.332', '@agentclientprotocol/claude-agent-acp': '0.101.0' },
  on: '2026-11-25',
  asks: 'before it writes and before it runs anything (mode `default`)',
  model: 'by option `model`, or `ANTHROPIC_MODEL`',
  usage: 'tokens, USD',
  limit: 'an error at once, without its end',
  resume: 'yes',
  ways: [
    'tries ten times over three minutes before it says that its key is refused, and says nothing meanwhile.',
  ],
}

/** It starts in a mode that decides by itself what is allowed, so another is set. */
export const claude: AgentRecord = {
  name: 'claude',
  summary: 'Claude Code, through its ACP adapter; your own `claude` where it is installed',
  matches: (spec) => spec.trim() === 'claude',
  start: () =>
    ok({
      kind: 'acp',
      commands: [['claude-agent-acp'], ['npx', '-y', pinned('@agentclientprotocol/claude-agent-acp', tried)]],
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
      modelVariable: 'ANTHROPIC_MODEL',
      programs: { CLAUDE_CODE_EXECUTABLE: 'claude' },
    }),
  listens: true,
  login: {
    env: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN'],
    files: [{ folder: 'CLAUDE_CONFIG_DIR', otherwise: '.claude', name: '.credentials.json' }],
    how: 'Start `claude` and type /login.',
  },
  terminal: ['claude'],
  tried,
}
