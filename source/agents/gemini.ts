import { ok } from '../model/result.ts'
import type { AgentRecord, Tried } from './agent.ts'
import { pinned } from './pinned.ts'

const tried: Tried = {
  packages: { '@google/gemini-cli': '0.61.0' },
  on: '2026-11-25',
  asks: 'before it writes and before it runs anything',
  model: 'by `session/set_model`, or `GEMINI_MODEL`',
  usage: 'tokens in and out, nothing of its cache',
  limit: 'an error with the seconds to wait',
  resume: 'says that it can',
  ways: [
    'was offered no tools of br-tui in a workspace that it does not trust; it has the status file.',
    'writes its files itself: through br-tui it could change files, but not make any.',
  ],
}

/** It asks as it is. Through us it could change files but make none: it takes one that is not there for an error. */
export const gemini: AgentRecord = {
  name: 'gemini',
  summary: 'Gemini CLI',
  matches: (spec) => spec.trim() === 'gemini',
  start: () =>
    ok({
      kind: 'acp',
      commands: [
        ['gemini', '--acp'],
        ['npx', '-y', pinned('@google/gemini-cli', tried), '--acp'],
      ],
      mode: null,
      files: false,
      env: [
        'GEMINI_API_KEY',
        'GEMINI_MODEL',
        'GOOGLE_API_KEY',
        'GOOGLE_CLOUD_LOCATION',
        'GOOGLE_CLOUD_PROJECT',
        'GOOGLE_GENAI_USE_VERTEXAI',
      ],
      set: {},
      modelVariable: 'GEMINI_MODEL',
      programs: {},
    }),
  listens: true,
  login: {
    env: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    files: [{ folder: null, otherwise: '.gemini', name: 'oauth_creds.json' }],
    how: 'Start `gemini` and choose how to log in.',
  },
  terminal: ['gemini'],
  tried,
}
