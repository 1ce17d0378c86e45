import type { Finding } from '../../diagnose.ts'
import { distinct } from '../../find-files.ts'
import { plainText } from '../../plain-text.ts'
import type { GsdPlan } from './plans.ts'

/**
 * Whom each plan waits for: the plans it names, and of earlier waves those that touch the same files. A plan of a later
 * wave that names none waits for the wave before it.
 */
export const needsOf = (plans: GsdPlan[], findings: Finding[]): Map<GsdPlan, GsdPlan[]> => {
  const names = namesOf(plans)
  const ofWave = Map.groupBy(plans, ({ wave }) => wave)
  const namers = new Map<string, GsdPlan[]>()
  for (const plan of plans) {
    for (const file of filesOf(plan)) {
      const known = namers.get(file)
      if (known) known.push(plan)
      else namers.set(file, [plan])
    }
  }
  return new Map(
    plans.map((plan) => {
      const named = plan.dependsOn.flatMap(({ name, line }) => {
        const found = names.get(keyOf(name)) ?? names.get(keyOf(`${numberOf(plan.phase)}-${name}`))
        if (found === plan) findings.push(onItself(plan, line))
        else if (!found) findings.push(elsewhere(plan, name, line))
        return found && found !== plan ? [found] : []
      })
      const touching = filesOf(plan).flatMap((file) => namers.get(file) ?? [])
      const earlier = touching.filter(({ wave }) => wave < plan.wave)
      return [
        plan,
        distinct([
          ...named,
          ...earlier,
          ...(plan.dependsOn.length === 0 ? (ofWave.get(plan.wave - 1) ?? []).slice(0, mostBefore) : []),
        ]),
      ]
    }),
  )
}

/** A wave has a handful of plans. */
const mostBefore = 100

const filesOf = ({ files, tasks }: GsdPlan): string[] =>
  distinct([...files, ...tasks.flatMap((task) => task.files)])

/** A plan is called `01-02`, `01-foundation-02` or, where all are of one phase, `02`. */
const namesOf = (plans: GsdPlan[]): Map<string, GsdPlan> => {
  const names = new Map<string, GsdPlan>()
  for (const plan of plans) {
    const own = plan.name.slice(plan.name.lastIndexOf('-') + 1)
    for (const name of [plan.name, `${plan.phase}-${own}`]) {
      if (!names.has(keyOf(name))) names.set(keyOf(name), plan)
    }
  }
  return names
}

const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/(?:-plan)?(?:\.md)?$/, '')
    .replace(/(^|\D)0+(?=\d)/g, '$1')

const numberOf = (phase: string): string => /^\d+(?:\.\d+)?/.exec(phase)?.[0] ?? phase

const onItself = ({ name }: GsdPlan, line: number): Finding => ({
  severity: 'error',
  code: 'self-dependency',
  message: `Plan ${plainText(name, 40)} depends on itself, so it could never start. Take that dependency out.`,
  line,
})

const elsewhere = ({ name }: GsdPlan, other: string, line: number): Finding => ({
  severity: 'info',
  code: 'outside-dependency',
  message: `Plan ${plainText(name, 40)} depends on ${plainText(other, 40)}, which is not in this text and is taken for done. Put the plans of a phase one behind the other into one file to have their order kept.`,
  line,
  at: other,
})
