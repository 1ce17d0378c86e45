import type { EventOf } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { judgeBudget } from '../routing/budget.ts'
import { dollars } from '../routing/cost.ts'
import { withReport } from '../routing/spent.ts'
import { spentFor } from '../routing/spent-for.ts'
import { batchState, currentBatch } from './batch-state.ts'
import { findAttempt, say, withAttempt, withBatch } from './patch.ts'
import type { Updated } from './update.ts'

/** A running try that has reached a ceiling is ended, and what it did is kept. */
export function onUsage(before: Session, event: EventOf<'usage-reported'>): Updated {
  const { at, report, elsewhere } = event
  const usage = withReport(before.usage, report)
  if (usage === before.usage) return { session: before, effects: [] }
  const session = { ...before, usage }
  const effects: Updated['effects'] = [{ type: 'record-spent' }]
  const { stream, batch, run } = report
  const attempt = findAttempt(session, report)
  if (
    !attempt ||
    attempt.ending ||
    attempt.exitedAt !== null ||
    attempt.cancelled ||
    attempt.overBudget !== null
  )
    return { session, effects }
  const judged = judgeBudget({
    budget: session.settings.budget,
    spent: spentFor(session, { stream, batch, at, elsewhere }),
    next: null,
  })
  if (judged.kind === 'allowed') return { session, effects }
  const over = withAttempt(session, report, () => ({ overBudget: judged.text, cancelled: true }))
  return {
    session: say(over, at, stream, `${judged.text} ${batch} is ended, its work is kept.`, 'warn'),
    effects: [...effects, { type: 'end-attempt', stream, batch, run }],
  }
}

/** Whatever waits at a ceiling tries again: one that is still too low refuses it again, and says so. */
export function onBudget(before: Session, { at, ceiling, usd, by }: EventOf<'budget-set'>): Updated {
  const { [ceiling]: _, ...others } = before.settings.budget
  const budget = usd === null ? others : { ...others, [ceiling]: usd }
  const word = usd === null ? 'none' : dollars(usd)
  let session: Session = { ...before, settings: { ...before.settings, budget } }
  session = say(session, at, 'orchestrator', `Ceiling for a ${ceiling}, set by ${by}: ${word}.`)
  for (const facts of Object.values(session.streams)) {
    const batch = currentBatch(facts)
    if (batch && batchState(batch) === 'max-cost')
      session = withBatch(session, facts.id, batch.id, () => ({ wanted: true }))
  }
  return { session, effects: [] }
}
