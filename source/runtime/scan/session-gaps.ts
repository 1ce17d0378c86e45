import { hasError, printFindings } from '../../checks/print-findings.ts'
import { landedPlan } from '../../engine/landed-plan.ts'
import type { Answer } from '../../model/message.ts'
import { type Problem, sentence } from '../../model/result.ts'
import type { Runtime } from '../context.ts'
import { newBlobs } from '../git/blobs.ts'
import { allowListAt } from './allow-list-of.ts'
import { contentsOf } from './contents.ts'
import { envFactsOf } from './env-facts.ts'
import { committedTree } from './evidence.ts'
import { lookForGaps } from './gaps.ts'

/** The session's plan, with a tick at what has landed, held against its integration branch and what landed there. */
export async function sessionGaps({ root, session }: Runtime): Promise<Answer> {
  const now = session()
  const range = [now.integration, `^${now.repo.base}`]
  const [blobs, env, allow] = await Promise.all([
    newBlobs(root, range),
    envFactsOf(root, now.integration, range),
    allowListAt(root, now.integration),
  ])
  if (!blobs.ok) return failed(blobs.error)
  if (!env.ok) return failed(env.error)
  if (!allow.ok) return failed(allow.error)
  const gaps = await lookForGaps({
    plans: [{ file: now.planFile, text: '', plan: landedPlan(now) }],
    evidence: committedTree(root, now.integration),
    env: env.value,
    history: contentsOf(root, blobs.value),
    // What workers write beside a line permits nothing.
    allow: { entries: allow.value.entries, trustsInline: false },
  })
  if (!gaps.ok) return failed(gaps.error)
  const { findings, unread } = gaps.value
  const text = [printFindings(findings).trimEnd(), ...unread].filter((part) => part !== '').join('\n')
  const exit = hasError(findings) ? 3 : unread.length > 0 ? 1 : 0
  return { text: text || 'No gaps: what has landed is what the plan says.', exit }
}

const failed = (problem: Problem): Answer => ({ text: sentence(problem), exit: 1 })
