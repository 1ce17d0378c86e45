import { quote } from 'shlex'
import { ok } from '../model/result.ts'
import type { AgentRecord } from './agent.ts'

type Task = Parameters<AgentRecord['start']>[1]['tasks'][number]

/** Runs the shell steps that the plan's tasks carry: for demos, for tests, and for plans that are scripts. */
export const scripted: AgentRecord = {
  name: 'scripted',
  summary: 'runs the shell steps that the tasks of the plan carry',
  matches: (spec) => spec.trim() === 'scripted',
  start: (_, { tasks }) =>
    ok({ kind: 'process', argv: ['sh', '-e'], script: `${tasks.map(taskScript).join('\n')}\n` }),
  listens: false,
}

/**
 * A task is a subshell, so that neither its `cd` nor its `exit` reaches the next task; a step is `eval`'d text,
 * so that an unclosed quote in it ends that step with an error instead of swallowing the steps that follow.
 */
function taskScript({ id, title, run }: Task): string {
  const heading = say(`${id}: ${title}`)
  if (run.length === 0) return `${heading}\n${say(`${id}: this task carries no steps, nothing to run`)}`
  const steps = run.flatMap((step) => [`  ${say(`${id} $ ${step}`)}`, `  eval ${quote(step)}`])
  return [heading, '(', ...steps, ')'].join('\n')
}

const say = (text: string): string => `printf '%s\\n' ${quote(text.replace(/\s+/g, ' ').trim())}`
