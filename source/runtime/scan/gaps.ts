import { type AllowEntry, applyAllowList } from '../../checks/allow-list.ts'
import { pathsOf } from '../../checks/gaps/declared-files.ts'
import type { EnvFacts } from '../../checks/gaps/env-files.ts'
import { findGaps } from '../../checks/gaps/find-gaps.ts'
import { type Content, isDocument, type PlanAt } from '../../checks/gaps/gap.ts'
import { findStubs } from '../../checks/gaps/stubs/find-stubs.ts'
import { countUntold } from '../../checks/gaps/unproven-ticks.ts'
import type { Finding } from '../../model/finding.ts'
import { ok, type Result } from '../../model/result.ts'
import { filesInText } from '../../plan/find-files.ts'
import { treeOf } from '../../plan/match-files.ts'
import { allStreams, filesOf } from '../../plan/stream-graph.ts'
import { readGrammar } from '../grammars.ts'
import type { Contents } from './contents.ts'
import type { Evidencer } from './evidence.ts'
import { scan } from './scan.ts'

export interface GapsInput {
  plans: readonly PlanAt[]
  evidence: Evidencer
  env: EnvFacts
  /** What to look through for secrets; null: nothing was ever committed. */
  history: Contents | null
  allow: { entries: AllowEntry[]; trustsInline: boolean }
}

export interface Gaps {
  findings: Finding[]
  /** Why something was not looked at to its end. */
  unread: string[]
  scanned: {
    plans: number
    tasks: number
    ticked: number
    /** Ticked, but neither they nor their stream name a file. */
    untold: number
    /** Declared files that are there. */
    files: number
    /** Contents in the history. */
    contents: number
    bytes: number
  }
}

/** Plans held against what a repository holds. */
export async function lookForGaps({
  plans,
  evidence,
  env,
  history,
  allow,
}: GapsInput): Promise<Result<Gaps>> {
  const tree = await evidence.paths(plans.flatMap(namedBy))
  if (!tree.ok) return tree
  const paths = treeOf(tree.value)
  const meant = plans.flatMap((plan) => namedBy(plan).flatMap((file) => pathsOf(plan, { tree: paths }, file)))
  const contents = await evidence.contents([...new Set(meant)])
  if (!contents.ok) return contents
  const declared = plans.flatMap((plan) =>
    declaredBy(plan).flatMap((file) => pathsOf(plan, { tree: paths }, file)),
  )
  const stubs = await stubsIn(contents.value, [...new Set(declared)])
  const secrets = history ? await scan(history, { secrets: true, sql: null }, allow) : null
  if (secrets && !secrets.ok) return secrets
  const gaps = [...findGaps(plans, { tree: paths, contents: contents.value }, env), ...stubs.findings]
  const lineOf = ({ file, line }: Finding): string => {
    const text = contents.value.get(file)?.text ?? plans.find((plan) => plan.file === file)?.text
    return text?.split('\n')[line - 1]?.replace(/\r$/, '') ?? ''
  }
  const tasks = plans.flatMap(({ plan }) => allStreams(plan)).flatMap((stream) => stream.tasks)
  return ok({
    findings: gravestFirst([
      ...applyAllowList(gaps, { ...allow, lineOf }).findings,
      ...oncePerLine(secrets?.value.findings ?? []),
    ]),
    unread: [...stubs.unread, ...(secrets?.value.unread ?? [])],
    scanned: {
      plans: plans.length,
      tasks: tasks.length,
      ticked: tasks.filter(({ state }) => state === 'done').length,
      untold: plans.reduce((sum, plan) => sum + countUntold(plan), 0),
      files: new Set(declared).size,
      contents: secrets?.value.scanned.files ?? 0,
      bytes: secrets?.value.scanned.bytes ?? 0,
    },
  })
}

const SEVERITIES = ['error', 'warning', 'info']

const gravestFirst = (findings: Finding[]): Finding[] =>
  findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))

/** A line that stayed while its file changed is in many contents of it: told once, as it is now if it still is there. */
function oncePerLine(findings: readonly Finding[]): Finding[] {
  const keyOf = ({ file, code, excerpt }: Finding) => `${file}\0${code}\0${excerpt}`
  // Contents come from the newest on.
  const first = new Map([...findings].reverse().map((finding) => [keyOf(finding), finding]))
  return [...first.values()].reverse()
}

const declaredBy = ({ plan }: PlanAt): string[] => allStreams(plan).flatMap((stream) => [...filesOf(stream)])

const namedBy = (plan: PlanAt): string[] => [
  ...declaredBy(plan),
  ...filesInText(plan.text).filter(isDocument),
]

/** Of one file, ms: some text takes a parser for ever. */
const LONGEST = 10_000

async function stubsIn(
  contents: ReadonlyMap<string, Content>,
  files: readonly string[],
): Promise<{ findings: Finding[]; unread: string[] }> {
  const found: { findings: Finding[]; unread: string[] } = { findings: [], unread: [] }
  for (const file of files) {
    const text = contents.get(file)?.text
    if (!text) continue
    const until = Date.now() + LONGEST
    const expired = () => Date.now() > until
    const { findings, unread } = await findStubs(file, text, { load: readGrammar, expired })
    found.findings.push(...findings)
    if (unread !== undefined) found.unread.push(unread)
  }
  return found
}
