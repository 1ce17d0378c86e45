import { findAttempt } from '../../engine/patch.ts'
import type { ToldUsage, UsageReport } from '../../model/usage.ts'
import { costOf, dayOf, spentOf, withReport } from '../../routing/spent.ts'
import type { Runtime } from '../context.ts'
import { recordSpent, spentElsewhere } from '../day-ledger.ts'
import type { WorkerExit } from '../worker/worker-messages.ts'
import type { RunAddress } from './run-address.ts'

/** Brings what an agent told of its use into the session; what is known already is not said again. */
export async function reportUsage(
  runtime: Runtime,
  address: RunAddress,
  { usage, session: name }: ToldUsage,
  at = runtime.now(),
): Promise<void> {
  const { session, dispatch, places } = runtime
  const attempt = findAttempt(session(), address)
  if (!attempt) return
  const model = usage.model ?? attempt.routed?.model ?? null
  // Loaded only where something is to be priced: it is larger than all the rest of the host.
  const rates = model === null ? null : (await import('../../routing/price.ts')).ratesOf(model, at)
  const report: UsageReport = {
    ...{ at, agent: attempt.agent, session: name, ...address },
    ...{ ...usage, model, rates },
  }
  const known = session().usage
  if (withReport(known, report) === known) return
  const elsewhere = await spentElsewhere(places, { session: session().id, at })
  dispatch({ type: 'usage-reported', at, report, elsewhere })
}

/** The last word of a worker, which may have ended while no host lived. */
export async function reportExit(
  runtime: Runtime,
  address: RunAddress,
  { used, ran, endedAt }: WorkerExit,
): Promise<void> {
  if (ran) runtime.dispatch({ type: 'model-settled', at: endedAt, ...address, ...ran })
  if (used) await reportUsage(runtime, address, used, endedAt)
}

/** What this session has spent today, for the ceilings of the others. */
export async function recordToday({ session, places, now }: Runtime): Promise<void> {
  const { id, usage } = session()
  const at = now()
  const today = spentOf(usage).filter((each) => dayOf(each.at) === dayOf(at))
  await recordSpent(places, { at, session: id, ...costOf(today) })
}
