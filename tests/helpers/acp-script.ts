import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { quote } from 'shlex'
import { freshPath } from './repo.ts'

/** What tests/fixtures/agents/acp-agent.mjs does at a prompt, one thing a step. */
export type AcpStep = Record<string, unknown>

export interface AcpScript {
  modes?: string[]
  /** The models it offers, the one it begins with first. */
  models?: string[]
  /** Names it takes and means another by. */
  remaps?: Record<string, string>
  protocol?: number
  capabilities?: Record<string, unknown>
  onStart?: AcpStep[]
  onSession?: AcpStep[]
  onResume?: AcpStep[]
  turns: AcpStep[][]
  /** What it follows at each try of a batch, the last one at every later try. */
  tries?: AcpScript[]
}

const AGENT = join(import.meta.dirname, '../fixtures/agents/acp-agent.mjs')

/** argv of an agent that follows the script; one for all streams, or another for each. */
export function acpAgent(script: AcpScript | { streams: Record<string, AcpScript> }): string[] {
  const path = freshPath('script.json')
  writeFileSync(path, JSON.stringify(script))
  return [process.execPath, AGENT, path]
}

/** The same as the settings name it. */
export const acpSpec = (script: Parameters<typeof acpAgent>[0]): string =>
  `acp: ${acpAgent(script).map(quote).join(' ')}`
