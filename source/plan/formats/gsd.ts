import { assemblePlan } from '../assemble-plan.ts'
import { type Finding, splitLines } from '../diagnose.ts'
import { distinct } from '../find-files.ts'
import { plainText } from '../plain-text.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import type { DraftTask, TaskGroup } from '../streams-from-tasks.ts'
import { example } from './gsd/example.ts'
import { needsOf } from './gsd/needs.ts'
import { type GsdPlan, readGsdPlans } from './gsd/plans.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const lines = splitLines(text)
  const plans = readGsdPlans(lines)
  const findings: Finding[] = []
  const needs = needsOf(plans, findings)
  const waves = [...Map.groupBy(plans, ({ wave }) => wave)].sort(([a], [b]) => a - b)
  const groups = waves.map(([wave, members]): TaskGroup => {
    const id = `wave-${wave}`
    const tasks = members.flatMap((plan) => draftsOf(plan, needs.get(plan) ?? []))
    // The number of a wave follows from the dependencies, and what they leave open may as well begin at once.
    return {
      id,
      title: `Wave ${wave}`,
      line: members[0]?.line ?? 1,
      barrier: false,
      order: 'declared',
      apart: true,
      after: [],
      tasks,
    }
  })
  return assemblePlan(groups, { format: 'gsd', title: titleOf(plans), file, lines, findings })
}

const titleOf = (plans: GsdPlan[]): string | null => {
  const [first] = plans
  if (!first) return null
  if (plans.length === 1) return plainText(`${first.name} ${first.title}`.trim(), 120)
  return plainText(`Phase ${first.phase}`, 120)
}

const draftsOf = (plan: GsdPlan, needs: GsdPlan[]): DraftTask[] =>
  plan.tasks.map(({ title, files, line }, index) => ({
    key: `${plan.key}.${index}`,
    unit: plan.key,
    unitTitle: plainText(`${plan.name} ${plan.title}`.trim(), 120),
    sourceId: `${plan.name}.${index + 1}`,
    title,
    state: 'open',
    optional: false,
    parallel: false,
    files: distinct([...files, ...(index === 0 ? plan.files : [])]),
    // The first task of a plan waits, the rest follow it anyway.
    dependsOn: index === 0 ? needs.map((other) => `${other.key}.${other.tasks.length - 1}`) : [],
    line,
    run: [],
    onConflict: [],
    onRepair: [],
  }))

/** `PLAN.md` of GSD, one or several in a text. */
export const gsd: PlanFormat = {
  name: 'gsd',
  summary: 'plans of GSD: a head with wave, depends_on and files_modified, and tasks below it',
  example,
  detect: (text) =>
    /^\uFEFF?(?:\s*\n)?---\r?\n/.test(text) &&
    /^(?:wave|files_modified):/m.test(text.slice(0, 20_000)) &&
    /^(?:plan|phase|depends_on|autonomous):/m.test(text.slice(0, 20_000)),
  parse,
}
