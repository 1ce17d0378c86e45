import { ok } from '../model/result.ts'
import type { AgentRecord, Tried } from './agent.ts'
import { pinned } from './pinned.ts'

const tried: Tried = {
  packages: { 'opencode-ai': '1.18.33' },
  on: '2026-11-25',
  asks: 'before it writes and before it runs anything (`OPENCODE_PERMISSION`)',
  model: 'by option `model`, or its config',
  usage: 'USD; tokens of the last request only',
  limit: 'says nothing and waits by itself',
  resume: 'yes',
  ways: [
    'waits for as long as its provider says, however long, and says nothing of it.',
    'asks the npm registry for a package of its own when it starts, whatever it is told, and goes on without.',
  ],
}

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
        ['npx', '-y', pinned('opencode-ai', tried), 'acp'],
      ],
      mode: null,
      files: true,
      env: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OPENCODE_CONFIG', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'],
      set: { OPENCODE_PERMISSION: JSON.stringify({ edit: 'ask', bash: 'ask', webfetch: 'ask' }) },
      programs: {},
    }),
  listens: true,
  login: {
    env: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY'],
    files: [{ folder: 'XDG_DATA_HOME', otherwise: '.local/share', name: 'opencode/auth.json' }],
    how: 'Run: opencode auth login',
  },
  terminal: ['opencode'],
  tried,
}
