import { ok, problem, type Result } from '../model/result.ts'
import type { AgentRecord, AgentStart } from './agent.ts'
import { splitWords } from './split-words.ts'

const prefix = /^\s*cmd:/

/** Any program: it finds its work through the BR_… variables and says how it went with its exit code. */
export const cmd: AgentRecord = {
  name: 'cmd: PROGRAM ARGS',
  summary: 'any program, started without a shell in the workspace',
  matches: (spec) => prefix.test(spec),
  start,
  listens: false,
}

function start(spec: string): Result<AgentStart> {
  const words = commandWords(spec.replace(prefix, ''), { name: 'cmd:', example: 'cmd: make all' })
  return words.ok ? ok({ kind: 'process', argv: words.value, script: null }) : words
}

/** The words of a command that names a program. */
export function commandWords(
  line: string,
  { name, example }: { name: string; example: string },
): Result<string[]> {
  const words = splitWords(line)
  if (!words.ok) return words
  const [program] = words.value
  if (program === undefined || program === '') {
    return problem(`The agent "${name}" names no program.`, `Write for example '${example}'.`)
  }
  // The system ends a word at a NUL; what came after it would silently be lost.
  if (words.value.some((word) => word.includes('\0'))) {
    return problem('The command of the agent contains a NUL character.', 'Take it away.')
  }
  return words
}
