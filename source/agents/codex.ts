import { ok } from '../model/result.ts'
import type { AgentRecord, Tried } from './agent.ts'
import { pinned } from './pinned.ts'

const tried: Tried = {
  packages: { '@openai/codex': '0.169.0', '@agentclientprotocol/codex-acp': '2.6.0' },
  on: '2026-11-25',
  asks: 'before it leaves its sandbox: the workspace, no network, no commits (mode `workspace-write`)',
  model: 'by option `model`, or its `config.toml`',
  usage: 'tokens',
  limit: 'of a plan: an error with the time of day; of an API key: it waits by itself, then says so',
  resume: 'yes',
  ways: [
    'works in a sandbox: it writes in the workspace without asking, has no network and cannot commit; br-tui commits what it left.',
    'answers as if all was well when its provider failed. The state of its thread tells otherwise, and is what counts.',
    'waits, with an API key, for as long as its provider says, however long, and says nothing of it to you.',
  ],
}

/** In its other modes it asks for everything, or for nothing. */
export const codex: AgentRecord = {
  name: 'codex',
  summary: 'Codex, through its ACP adapter; your own `codex` where it is installed',
  matches: (spec) => spec.trim() === 'codex',
  start: () =>
    ok({
      kind: 'acp',
      commands: [['codex-acp'], ['npx', '-y', pinned('@agentclientprotocol/codex-acp', tried)]],
      mode: 'workspace-write',
      files: true,
      env: ['CODEX_API_KEY', 'CODEX_HOME', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
      set: {},
      programs: { CODEX_PATH: 'codex' },
    }),
  listens: true,
  login: {
    env: ['CODEX_API_KEY', 'OPENAI_API_KEY'],
    files: [{ folder: 'CODEX_HOME', otherwise: '.codex', name: 'auth.json' }],
    how: 'Run: codex login',
  },
  terminal: ['codex'],
  tried,
}
