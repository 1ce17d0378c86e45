import type { Finding } from '../../diagnose.ts'
import { matcherOf } from '../../match-files.ts'
import type { DraftPhase } from '../phases/outline.ts'
import { type PhaseOrders, sameOrder } from './phase-orders.ts'

/** Where the fields of a phase and its row say different things. */
export const findDisagreements = (drafts: DraftPhase[], orders: PhaseOrders[]): Finding[] =>
  drafts.flatMap((draft, index) => {
    const { field, row } = orders[index] ?? { field: null, row: null }
    if (!row) return []
    const findings: Finding[] = []
    const say = (message: string) =>
      findings.push({ severity: 'warning', code: 'field-table-disagree', message, line: row.line })
    const names = (positions: number[]) => namesOf(positions, drafts)
    if (field && field.line > 0 && !sameOrder(field, row)) {
      say(
        `The matrix lets phase ${draft.number} wait for ${names(row.hard)}, its own field (line ${field.line}) for ${names(field.hard)}. Both count; make them say the same.`,
      )
    }
    const extra = tableOnly(draft, row.files ?? [])
    if (extra.length > 0 && draft.own.section.files.length > 0) {
      say(
        `The matrix names ${extra.slice(0, 3).join(', ')} for phase ${draft.number}, which its list of files does not. Both count; make them say the same.`,
      )
    }
    return findings
  })

/** Files of a row that the list of its phase does not have; a row often gives names without their folders. */
export const tableOnly = ({ own }: DraftPhase, files: string[]): string[] => {
  const listed = own.section.files.map(({ path }) => path)
  const known = new Set(listed.flatMap((path) => [path, nameOf(path)]))
  return files.filter((file) => {
    if (known.has(file) || known.has(nameOf(file))) return false
    const fits = matcherOf(`**/${file.replace(/\/+$/, '')}`)
    return !listed.some(fits)
  })
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const namesOf = (positions: number[], drafts: DraftPhase[]): string =>
  positions.length === 0
    ? 'nothing'
    : [...new Set(positions)]
        .sort((a, b) => a - b)
        .map((position) => drafts[position]?.number)
        .join(', ')
