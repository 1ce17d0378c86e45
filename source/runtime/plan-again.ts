import { replan } from '../engine/replan.ts'
import type { EventOf } from '../model/event.ts'
import type { Plan, Task } from '../model/plan.ts'
import type { Problem } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { printDiagnostics } from '../plan/print-diagnostics.ts'
import { readPlan } from '../plan/read-plan.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { createMasker, sensitiveValues } from './worker/mask.ts'
import { maskValues } from './worker/mask-values.ts'

export type Again =
  | { kind: 'same' }
  | { kind: 'changed'; event: EventOf<'plan-reread'> }
  /** Nothing of it is taken. */
  | { kind: 'refused'; problem: Problem }

/**
 * What the text of a session's plan is by now. One with errors, or with commands that nobody was asked about, changes
 * nothing.
 */
export function planAgain(
  session: Session,
  text: string,
  { at, by, isTrusted }: { at: number; by: string; isTrusted: (steps: string[]) => boolean },
): Again {
  if (session.ended?.how === 'finished') return { kind: 'same' }
  const { diagnostics, ...read } = readPlan(text, { file: session.planFile, format: session.plan.format })
  // As the session has it: tasks are found again by their titles.
  const { mask } = createMasker(sensitiveValues(process.env, session.settings.env))
  const plan = maskValues(read.plan, mask)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) {
    const list = printDiagnostics(errors.slice(0, MOST_ERRORS), session.planFile).trimEnd()
    const more = errors.length > MOST_ERRORS ? `\nand ${errors.length - MOST_ERRORS} more` : ''
    return refused('The plan has errors, so nothing has changed.', `${list}${more}`)
  }
  const { session: now } = replan(session, plan)
  if (same(now.plan, session.plan) && same(now.streams, session.streams)) return { kind: 'same' }
  if (!isTrusted(newSteps(session, plan))) {
    const mend = `Look at them with: br-tui ${session.planFile}`
    return refused('The plan has commands that nobody has trusted yet, so nothing has changed.', mend)
  }
  return { kind: 'changed', event: { type: 'plan-reread', at, plan, by } }
}

const MOST_ERRORS = 3

const refused = (message: string, mend: string): Again => ({ kind: 'refused', problem: { message, mend } })

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Commands of a changed plan that it did not have before, where an agent runs such. */
export function newSteps({ plan, settings, gone }: Session, changed: Plan): string[] {
  if (![settings.agent, ...Object.values(settings.agents)].includes('scripted')) return []
  const known = new Set(
    [...allStreams(plan).flatMap(({ tasks }) => tasks), ...gone.map(({ task }) => task)].flatMap(stepsOf),
  )
  return [...new Set(allStreams(changed).flatMap(({ tasks }) => tasks.flatMap(stepsOf)))].filter(
    (step) => !known.has(step),
  )
}

const stepsOf = ({ run, onConflict, onRepair }: Task): string[] => [...run, ...onConflict, ...onRepair]
