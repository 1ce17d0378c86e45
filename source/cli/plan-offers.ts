import { availableParallelism } from 'node:os'
import { defaultWorkers } from '../engine/settings.ts'
import { readPlan } from '../plan/read-plan.ts'
import { schedulePlan } from '../plan/schedule.ts'
import { type FoundText, findPlanTexts } from '../runtime/find-plans.ts'
import type { PlanOffer } from '../ui/state/ui.ts'

/** The plans of a repository, with what each would do on this machine. */
export const findPlanOffers = async (root: string): Promise<PlanOffer[]> =>
  planOffers(await findPlanTexts(root), availableParallelism())

/**
 * Texts that read as plans, with what each would do; those with nothing left to do come last. Any other Markdown has no
 * phases, and is no plan. Boxes alone make one only where the name says so: half of all texts have some.
 */
export function planOffers(texts: FoundText[], cores: number): PlanOffer[] {
  const offers = texts.flatMap(({ file, text }) => {
    const { plan, diagnostics } = readPlan(text, { file })
    const streams = plan.phases.flatMap((phase) => phase.streams)
    if (streams.length === 0 || (plan.format === 'checklist' && !LIKE_A_PLAN.test(file))) return []
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    const offer = { file, title: plan.title, canRun: errors.length === 0 }
    const isOver = streams.every(({ tasks }) =>
      tasks.every(({ state }) => state === 'done' || state === 'skipped'),
    )
    if (errors[0]) return [{ offer: { ...offer, summary: errors[0].message }, isOver }]
    const workers = defaultWorkers(plan, cores)
    const schedule = schedulePlan(plan, workers)
    const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length
    const parts = [
      counted(streams.length, 'stream'),
      counted(streams.flatMap(({ tasks }) => tasks).length, 'task'),
      `${schedule.parallel} ${plan.unit} with ${counted(workers, 'worker')}`,
      ...(schedule.saved > 0 ? [`instead of ${schedule.sequential}`] : []),
      ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ]
    return [{ offer: { ...offer, summary: (isOver ? ['all done', ...parts] : parts).join(' · ') }, isOver }]
  })
  return [...offers.filter(({ isOver }) => !isOver), ...offers.filter(({ isOver }) => isOver)]
    .slice(0, MOST_OFFERS)
    .map(({ offer }) => offer)
}

const LIKE_A_PLAN = /(?:^|[/_.-])(?:plans?|tasks?|to-?do|roadmap|milestones?|checklist)(?:[/_.-]|$)/i
/** More cannot be chosen from. */
const MOST_OFFERS = 100

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
