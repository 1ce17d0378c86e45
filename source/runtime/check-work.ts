import { checkContracts } from '../checks/contract.ts'
import { checkDrift } from '../checks/drift.ts'
import { judgeWork, type WorkVerdict } from '../checks/judge-work.ts'
import { maskFinding } from '../checks/secrets/mask-finding.ts'
import { isFinished } from '../engine/batch-state.ts'
import { ok, type Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { besides } from '../plan/file-owners.ts'
import { filesOf, findStream } from '../plan/stream-graph.ts'
import type { Runtime } from './context.ts'
import { fetchCommits, mergeBase } from './git/commits.ts'
import { readGrammar } from './grammars.ts'
import { type Commits, type Looked, lookThrough } from './scan/look-through.ts'

/** Contents are looked through once for a batch and again when it lands; more is not remembered. */
const MOST_LOOKED = 64

/** Every check over what a stream has done and not landed. An error: nobody looked, so nothing passes. */
export async function checkWork(
  runtime: Runtime,
  { stream, repo, head }: { stream: string; repo: string; head: string },
): Promise<Result<WorkVerdict>> {
  const session = runtime.session()
  const { integration } = session
  const looked = await lookedThrough(runtime, { repo, head, integration })
  if (!looked.ok) return looked
  const { changed, findings, unread } = looked.value
  const { settings, decisions, allowed } = session
  const more = [
    ...checkDrift(driftOf(session, stream, changed)),
    ...checkContracts({
      changed,
      contracts: settings.contracts,
      decisions: decisions.map(({ text }) => text),
    }),
  ]
  const all = [...findings, ...more.map((finding) => ({ finding: maskFinding(finding), isCurrent: true }))]
  return ok(judgeWork({ findings: all, unread }, settings.checks, allowed))
}

/** Where a stream's commits left integration, which is composed in another repository than the one that workers commit in. */
async function baseOf(
  land: string,
  { repo, head, integration }: Omit<Commits, 'base'>,
): Promise<Result<string>> {
  const base = await mergeBase(repo, integration, head)
  if (base.ok || repo === land) return base
  const fetched = await fetchCommits(repo, land, [integration])
  return fetched.ok ? mergeBase(repo, integration, head) : fetched
}

async function lookedThrough(
  { looked, places, session }: Runtime,
  { repo, head, integration }: Omit<Commits, 'base'>,
): Promise<Result<Looked>> {
  const { id, settings } = session()
  const { checks } = settings
  const key = `${id} ${integration}..${head}`
  const known = looked.get(key)
  if (known) return known
  const looking = baseOf(places.landClone, { repo, head, integration }).then((base) =>
    base.ok
      ? lookThrough(
          { repo, head, integration, base: base.value },
          {
            secrets: checks.secrets !== 'off',
            sql: checks['sql-injection'] === 'off' ? null : readGrammar,
          },
        )
      : base,
  )
  looked.set(key, looking)
  for (const old of [...looked.keys()].slice(0, -MOST_LOOKED)) looked.delete(old)
  // What could not be read this time may be there the next.
  const result = await looking.catch((error: unknown) => {
    looked.delete(key)
    throw error
  })
  if (!result.ok) looked.delete(key)
  return result
}

function driftOf(session: Session, stream: string, changed: string[]): Parameters<typeof checkDrift>[0] {
  const { plan, streams } = session
  const facts = streams[stream]
  const planned = findStream(plan, stream)
  const everything = facts?.batches.flatMap(({ attempts }) => attempts.flatMap(({ files }) => files)) ?? []
  return {
    changed,
    declared: planned ? [...filesOf(planned)] : [],
    others: besides(plan, stream).map((each) => ({ stream: each.id, declared: [...filesOf(each)] })),
    touched: facts && isFinished(facts) ? [...everything, ...changed] : null,
  }
}
