import type { Phase, Plan } from '../../model/plan.ts'
import { noClaims } from '../claims/read-claims.ts'
import { diagnose, splitLines } from '../diagnose.ts'
import { distinct } from '../find-files.ts'
import { readBlocks } from '../markdown-blocks.ts'
import { plainText } from '../plain-text.ts'
import type { DeclaredPair, PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { planSlug } from '../slug.ts'
import { unclosedFences } from '../unclosed-fences.ts'
import { findDisagreements, tableOnly } from './matrix/disagreements.ts'
import { example } from './matrix/example.ts'
import { type PhaseOrders, readPhaseOrders } from './matrix/phase-orders.ts'
import { isMatrixHeader, readTables } from './matrix/read-tables.ts'
import { checkStatus, readCompletes, withStatus } from './matrix/status.ts'
import { buildPhases } from './phases/build-phases.ts'
import { readPhaseHeading, readStreamHeading } from './phases/headings.ts'
import { type DraftPhase, readOutline } from './phases/outline.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const lines = splitLines(text)
  const blocks = readBlocks(lines)
  const outline = readOutline(blocks)
  const { orders, findings } = readPhaseOrders(outline.phases, readTables(blocks))
  const drafts = outline.phases.map((draft, index) => withRow(draft, orders[index]?.row ?? null))
  const built = buildPhases(drafts)
  const isOrdered = orders.some(({ field, row }) => field !== null || row !== null)
  const completes = readCompletes(blocks, outline.phases)
  const phases = built.phases.map((phase, index) =>
    withOrder(withStatus(phase, completes[index] ?? null), orders[index], built.phases, isOrdered),
  )
  const title = outline.title?.replace(/^build\s?[:–—-]\s?/i, '') ?? null
  const plan: Plan = {
    title: title ?? plainText(file.split(/[\\/]/).at(-1) ?? ''),
    slug: planSlug(title, file),
    format: 'matrix',
    unit: phases.some(({ streams }) => streams.some(({ duration }) => duration !== null)) ? 'days' : 'tasks',
    phases,
    contracts: [],
    claims: noClaims,
  }
  const all = [
    ...built.findings,
    ...findings,
    ...findDisagreements(outline.phases, orders),
    ...checkStatus(phases, completes),
    ...unclosedFences(blocks),
  ]
  return {
    plan,
    diagnostics: all.map((finding) => diagnose(lines, finding)),
    declaredPairs: pairsOf(orders, phases),
  }
}

/** The reader of phases looks for names; here numbers in fields and tables give the order, so it gets none of them. */
const withRow = (draft: DraftPhase, row: PhaseOrders['row']): DraftPhase => {
  const { section } = draft.own
  const extra = tableOnly(draft, row?.files ?? []).map((path) => ({ path, line: row?.line ?? draft.line }))
  const own = { ...draft.own, section: { ...section, files: [...section.files, ...extra], dependencies: [] } }
  const streams = draft.streams.map((stream) => ({
    ...stream,
    section: { ...stream.section, dependencies: [] },
  }))
  return { ...draft, own, streams }
}

/**
 * A phase waits for those it names and for no other: where a plan says that, the order of its headings means nothing.
 * One that says nothing of order at all is worked off from top to bottom.
 */
const withOrder = (
  phase: Phase,
  orders: PhaseOrders | undefined,
  all: Phase[],
  isOrdered: boolean,
): Phase => {
  const idsOf = (positions: number[]) =>
    distinct(positions.flatMap((position) => all[position]?.streams.map(({ id }) => id) ?? []))
  const field = orders?.field
  const row = orders?.row
  const hard = idsOf([...(field?.hard ?? []), ...(row?.hard ?? [])])
  const soft = idsOf([...(field?.soft ?? []), ...(row?.soft ?? [])])
  return {
    ...phase,
    mode: (row?.parallel.length ?? 0) > 0 ? 'parallel' : 'sequential',
    barrier: !isOrdered && phase.barrier,
    streams: phase.streams.map((stream) => ({
      ...stream,
      dependsOn: distinct([...stream.dependsOn, ...hard]).filter((id) => id !== stream.id),
      softDependsOn: soft.filter((id) => id !== stream.id && !hard.includes(id)),
    })),
  }
}

/** A pair once, whichever of its rows says so. */
const pairsOf = (orders: PhaseOrders[], phases: Phase[]): DeclaredPair[] => {
  const told = new Set<string>()
  return orders.flatMap(({ row }, self) =>
    (row?.parallel ?? []).flatMap((other): DeclaredPair[] => {
      const pair = [Math.min(self, other), Math.max(self, other)]
      const [a, b] = pair.map((position) => phases[position]?.streams[0]?.id)
      if (!row || !a || !b || told.has(pair.join())) return []
      told.add(pair.join())
      return [{ streams: [a, b], line: row.line }]
    }),
  )
}

const detect = (text: string, file: string): boolean => {
  const lines = splitLines(text)
  if (lines.some((line) => /^ {0,3}#/.test(line) && readStreamHeading(line.replace(/^[\s#]+/, ''))))
    return false
  const hasPhases = lines.some(
    (line) => /^ {0,3}#{2,6}\s/.test(line) && readPhaseHeading(line.replace(/^[\s#]+/, '')),
  )
  if (!hasPhases) return false
  return (
    lines.some(isMatrixHeader) ||
    lines.some((line) => /^\s{0,3}(?:[-*]\s)?\*\*blocked by:?\*\*/i.test(line)) ||
    /(?:^|[\\/])BUILD_[^\\/]*\.md$/.test(file)
  )
}

/** Phases that name what blocks them, in a field of their own and in one table for all. */
export const matrix: PlanFormat = {
  name: 'matrix',
  summary:
    'Markdown with "### Phase 1: Title", "**Blocked by:** Phase 1" and a "Parallelization Matrix" table',
  example,
  detect,
  parse,
}
