import { resolve } from 'node:path'
import { replan } from '../engine/replan.ts'
import type { Answer } from '../model/message.ts'
import { sentence } from '../model/result.ts'
import { ORCHESTRATOR } from '../model/screen.ts'
import type { Runtime } from './context.ts'
import { notice } from './notice.ts'
import { openPerson } from './person.ts'
import { planAgain } from './plan-again.ts'
import { trustHash } from './project.ts'
import { readPlanFile } from './read-plan-file.ts'

/** Reads the session's plan file and takes what has changed. Says why when it does not, to whom asked. */
export async function rereadPlan(runtime: Runtime, by: string): Promise<Answer> {
  const { root, dispatch, now } = runtime
  const { planFile } = runtime.session()
  const read = await readPlanFile(resolve(root, planFile), { cwd: root, root })
  if (!read.ok) return { text: sentence(read.error), exit: 1 }
  const session = runtime.session()
  const again = planAgain(session, read.value.text, { at: now(), by, isTrusted })
  if (again.kind === 'same') return { text: 'The plan is as it was.', exit: 0 }
  if (again.kind === 'refused') return { text: sentence(again.problem), exit: 2 }
  const { changes } = replan(session, again.event.plan)
  dispatch(again.event)
  return { text: ['The plan was read again.', ...changes].join('\n'), exit: 0 }
}

/** The same because the file has changed: nobody waits for an answer, so what is wrong becomes a note. */
export async function rereadChangedPlan(runtime: Runtime): Promise<void> {
  if (runtime.session().ended !== null) return
  const { text, exit } = await rereadPlan(runtime, 'host')
  // A file that is gone may be about to be replaced; what it said is known.
  if (exit === 2) notice(runtime, ORCHESTRATOR, text, 'bad')
}

/** Commands of a plan that a person has looked at before. */
export function isTrusted(steps: string[]): boolean {
  const person = openPerson(process.env)
  return steps.length === 0 || (person.ok && person.value.isTrusted(trustHash(stepsToTrust(steps))))
}

export const stepsToTrust = (steps: string[]): string[] => steps.map((step) => `plan: ${step}`)
