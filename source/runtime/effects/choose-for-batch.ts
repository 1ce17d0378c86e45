import { runningAttempts } from '../../engine/running-attempts.ts'
import type { Routed } from '../../model/routing.ts'
import type { Attempt, Batch, Session } from '../../model/session.ts'
import { judgeBudget } from '../../routing/budget.ts'
import { expectedCost } from '../../routing/expected-cost.ts'
import { isRouted, routeBatch, workOf } from '../../routing/route-batch.ts'
import { costOf, spentOf } from '../../routing/spent.ts'
import { spentFor } from '../../routing/spent-for.ts'
import type { Runtime } from '../context.ts'
import { spentElsewhere } from '../day-ledger.ts'
import { fileFacts } from '../file-facts.ts'
import { readPredictions } from '../prediction-log.ts'
import type { RunAddress } from './run-address.ts'

export type Chosen =
  | { kind: 'begins'; routed: Routed | null }
  | { kind: 'refused'; ending: 'not-started' | 'max-cost'; detail: string }

/** Which model works on a batch, and whether it may: both before anything is spent. */
export async function chooseForBatch(
  runtime: Runtime,
  address: RunAddress,
  { batch, attempt, cwd }: { batch: Batch; attempt: Attempt; cwd: string },
): Promise<Chosen> {
  const session = runtime.session()
  const question = { session, stream: address.stream, batch, agent: attempt.agent }
  let routed: Routed | null = null
  if (isRouted(question)) {
    const paths = workOf(question).files.map(({ path }) => path)
    const clock = () => performance.now()
    const found = routeBatch(question, await fileFacts(cwd, paths, { isRepository: true, now: clock }))
    if (!found.ok) {
      const names = found.unavailable.join(', ')
      const detail = `None of its models is available: ${names}. Type 'model ${address.stream} NAME' for another.`
      return { kind: 'refused', ending: 'not-started', detail }
    }
    routed = { ...found.routed, expected: await expected(runtime, found.routed) }
  }
  const isPerson = attempt.agent.trim() === 'manual'
  // One after another, each seeing what the one before is expected to spend: else all that begin at once would fit.
  return runtime.inTurn('budget', async () => {
    const judged = await judge(runtime, { ...address, isPerson }, routed)
    if (judged.kind === 'over') return { kind: 'refused', ending: 'max-cost', detail: judged.text }
    const unsure = `the ceiling for the ${judged.unsure.join(' and the ')} cannot count what is not known`
    if (routed && judged.unsure.length > 0) routed = { ...routed, why: [...routed.why, unsure] }
    if (routed) runtime.dispatch({ type: 'attempt-routed', at: runtime.now(), ...address, routed })
    return { kind: 'begins', routed }
  })
}

async function expected(
  { places, now }: Runtime,
  { level, model }: Pick<Routed, 'level' | 'model'>,
): Promise<number | null> {
  const { ratesOf } = await import('../../routing/price.ts')
  const rates = model === null ? null : ratesOf(model, now())
  return expectedCost({ level, model, rates, history: await readPredictions(places) })
}

async function judge(
  { places, now, session: current }: Runtime,
  { stream, batch, run, isPerson }: RunAddress & { isPerson: boolean },
  routed: Routed | null,
): Promise<ReturnType<typeof judgeBudget>> {
  const session = current()
  const { budget } = session.settings
  const at = now()
  // A person who works on it themselves is not paid by us.
  const isLimited = Object.keys(budget).length > 0 && !isPerson
  const elsewhere = isLimited
    ? await spentElsewhere(places, { session: session.id, at })
    : { usd: 0, atLeast: false }
  const coming = isLimited ? comingOf(current(), run) : 0
  const spent = spentFor(current(), { stream, batch, at, elsewhere, coming })
  return judgeBudget({ budget: isLimited ? budget : {}, spent, next: routed?.expected ?? null })
}

/** What other running tries are expected to spend still. */
function comingOf(session: Session, self: string): number {
  const spent = spentOf(session.usage)
  return runningAttempts(session)
    .filter(({ run }) => run !== self)
    .reduce((sum, { run, attempt }) => {
      const { usd } = costOf(spent.filter((each) => each.run === run))
      return sum + Math.max(0, (attempt.routed?.expected ?? 0) - usd)
    }, 0)
}
