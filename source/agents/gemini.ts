import { ok } from '../model/result.ts'
import type { AgentRecord } from './agent.ts'

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
        ['npx', '-y', '@google/gemini-cli@0.61.0', '--acp'],
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
      programs: {},
    }),
  listens: true,
}
