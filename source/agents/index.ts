import { ok, problem, type Result } from '../model/result.ts'
import { acp } from './acp.ts'
import type { AgentRecord } from './agent.ts'
import { claude } from './claude.ts'
import { cmd } from './cmd.ts'
import { codex } from './codex.ts'
import { gemini } from './gemini.ts'
import { manual } from './manual.ts'
import { opencode } from './opencode.ts'
import { scripted } from './scripted.ts'

/** Every agent br-tui knows. A new one is a file here and a line in this list. */
export const agents: AgentRecord[] = [manual, claude, codex, gemini, opencode, acp, scripted, cmd]

/** The agent that a setting such as `cmd: make all` means. */
export function findAgent(spec: string): Result<AgentRecord> {
  const found = agents.find((agent) => agent.matches(spec))
  if (found) return ok(found)
  const known = agents.map(({ name }) => `'${name}'`).join(', ')
  return problem(`There is no agent '${spec.slice(0, 60)}'.`, `Known ones: ${known}.`)
}
