import { findAgent } from '../../agents/index.ts'
import { ok, problem, type Result } from '../../model/result.ts'
import type { TerminalProgram } from '../../model/screen.ts'
import { editorArgv } from '../open-folder.ts'

/** What is started: the person's shell, their editor on the folder, or what the stream's agent is called by hand. */
export function terminalArgv(
  program: TerminalProgram,
  { env, folder, agent }: { env: Record<string, string>; folder: string; agent: string },
): Result<string[]> {
  if (program === 'shell') return ok([env.SHELL || 'sh'])
  if (program === 'editor') {
    const argv = editorArgv(env, folder)
    return argv ? ok(argv) : problem('No editor is set.', 'Set EDITOR in your shell, and come back.')
  }
  const found = findAgent(agent)
  const terminal = found.ok ? found.value.terminal : undefined
  return terminal ? ok(terminal) : problem(`'${agent}' is an agent without a program to talk to by hand.`)
}
