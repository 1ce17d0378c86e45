import { availableParallelism } from 'node:os'
import { defaultWorkers } from '../engine/settings.ts'
import { readPlan } from '../plan/read-plan.ts'
import { schedulePlan } from '../plan/schedule.ts'
import { type FoundText, findPlanTexts } from '../runtime/find-plans.ts'
import type { PlanOffer } from '../ui/state/ui.ts'

/** The plans of a repository, with what each would do on this machine. */
export const findPlanOffers = async (root: string): Promise<PlanOffer[]> =>
  planOffers(await findPlanTexts(root), availableParallelism())

/** Texts that read as plans, with what each would do. Any other Markdown has no phases, and is no plan. */
export function planOffers(texts: FoundText[], cores: number): PlanOffer[] {
  return texts.flatMap(({ file, text }) => {
    const { plan, diagnostics } = readPlan(text, { file })
    const streams = plan.phases.flatMap((phase) => phase.streams)
    if (streams.length === 0) return []
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    const offer = { file, title: plan.title, canRun: errors.length === 0 }
    if (errors[0]) return [{ ...offer, summary: errors[0].message }]
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
    return [{ ...offer, summary: parts.join(' · ') }]
  })
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
