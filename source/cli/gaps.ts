import { resolve } from 'node:path'
import type { PlanAt } from '../checks/gaps/gap.ts'
import { hasError, printFindings } from '../checks/print-findings.ts'
import { ok, problem, type Result } from '../model/result.ts'
import { printDiagnostics } from '../plan/print-diagnostics.ts'
import { readPlan } from '../plan/read-plan.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { findPlanTexts } from '../runtime/find-plans.ts'
import { refCommit } from '../runtime/git/commits.ts'
import { type Located, locateRepository } from '../runtime/git/locate.ts'
import { placesOf } from '../runtime/places.ts'
import { readPlanFile } from '../runtime/read-plan-file.ts'
import { allowListOf } from '../runtime/scan/allow-list-of.ts'
import { allHistory } from '../runtime/scan/contents.ts'
import { envFacts } from '../runtime/scan/env-facts.ts'
import { workingTree } from '../runtime/scan/evidence.ts'
import { type Gaps, lookForGaps } from '../runtime/scan/gaps.ts'
import { storedSession } from './here.ts'
import { complain, type ExitCode, print, printJson } from './print.ts'

export interface GapsOptions {
  cwd?: string
  json?: boolean
  format?: string
}

/** `br-tui gaps`: what plans say against what the working tree and the history hold. Writes nothing. */
export async function showGaps(plan: string | undefined, options: GapsOptions): Promise<ExitCode> {
  const located = await locateRepository(resolve(options.cwd ?? '.'))
  if (!located)
    return complain({ message: 'Here is no git repository.', mend: 'Name one with --cwd, or: git init' }, 1)
  const plans = plan === undefined ? await plansHere(located) : await planNamed(plan, located.root, options)
  if (!plans.ok) return complain(plans.error, plan === undefined ? 1 : 2)
  const gaps = await gapsHere(located.root, plans.value)
  if (!gaps.ok) return complain(gaps.error)
  const { findings, scanned, unread } = gaps.value
  if (options.json) printJson({ findings, scanned })
  else print(`${printFindings(findings)}${summary(gaps.value)}`)
  if (plans.value.length === 0)
    complain({ message: 'No plan was found.', mend: 'Name one: br-tui gaps PLAN.md' })
  for (const why of unread) complain({ message: `${why} It was not looked through to its end.` })
  if (hasError(findings)) return 3
  return unread.length > 0 ? 1 : 0
}

async function gapsHere(root: string, plans: PlanAt[]): Promise<Result<Gaps>> {
  const [allow, env, head] = await Promise.all([allowListOf(root), envFacts(root), refCommit(root, 'HEAD')])
  if (!allow.ok) return allow
  if (!env.ok) return env
  if (!head.ok) return head
  return lookForGaps({
    plans,
    evidence: workingTree(root),
    env: env.value,
    history: head.value === null ? null : allHistory(root),
    allow: { entries: allow.value.entries, trustsInline: true },
  })
}

async function planNamed(
  path: string,
  root: string,
  { cwd, format }: GapsOptions,
): Promise<Result<PlanAt[]>> {
  const read = await readPlanFile(path, { cwd, root })
  if (!read.ok) return read
  const { file, text } = read.value
  const { plan, diagnostics } = readPlan(text, { file, ...(format === undefined ? {} : { format }) })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (allStreams(plan).length === 0) return problem(printDiagnostics(errors, path).trimEnd())
  return ok([{ file, text, plan }])
}

/** The session's plan, as its file says now where that is still there; else every plan of the repository. */
async function plansHere({ root, commonDir }: Located): Promise<Result<PlanAt[]>> {
  const stored = await storedSession(placesOf({ env: process.env, commonDir }))
  if (!stored.ok) return stored
  const session = stored.value
  if (session) {
    const read = await planNamed(session.planFile, root, { cwd: root })
    return read.ok ? read : ok([{ file: session.planFile, text: '', plan: session.plan }])
  }
  const found = (await findPlanTexts(root)).filter(({ file }) => !OF_TESTS.test(file))
  return ok(
    found.flatMap(({ file, text }) => {
      const { plan, diagnostics } = readPlan(text, { file })
      const isPlan = allStreams(plan).length > 0 && !diagnostics.some(({ severity }) => severity === 'error')
      return isPlan ? [{ file, text, plan }] : []
    }),
  )
}

/** Plans that are there to be read by tests, or to be shown. */
const OF_TESTS = /(?:^|\/)(?:tests?|fixtures?|examples?|testdata|templates?)\//i

function summary({ findings, scanned }: Gaps): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const found =
    findings.length === 0 ? 'No gaps' : `${errors} to mend, ${findings.length - errors} to look at`
  const untold = scanned.untold > 0 ? `, ${scanned.untold} of them without any file that could tell` : ''
  return `${found}: ${count(scanned.plans, 'plan')}, ${count(scanned.tasks, 'task')}, ${scanned.ticked} ticked${untold}; ${count(scanned.files, 'declared file')} and ${count(scanned.contents, 'content')} of the history read.`
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
