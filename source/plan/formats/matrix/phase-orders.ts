import type { Finding } from '../../diagnose.ts'
import { distinct } from '../../find-files.ts'
import { plainText } from '../../plain-text.ts'
import type { DraftPhase } from '../phases/outline.ts'
import { indexPhases, type Order, type PhaseNames, readOrder, readParallel } from './read-order.ts'
import type { MatrixRow } from './read-tables.ts'

/** What the fields of a phase and its row say of it. Null: they say nothing. */
export interface PhaseOrders {
  field: (Order & { line: number }) | null
  row: (Order & { line: number; parallel: number[]; files: string[] | null }) | null
}

/** Reads fields and rows side by side; the order of `drafts` is kept. */
export const readPhaseOrders = (
  drafts: DraftPhase[],
  rows: MatrixRow[],
): { orders: PhaseOrders[]; findings: Finding[] } => {
  const names = indexPhases(drafts)
  const findings: Finding[] = []
  const orders = drafts.map(
    (draft, self): PhaseOrders => ({ field: readField(draft, self, names, findings), row: null }),
  )
  for (const row of rows) {
    const self = readOrder(row.phase, -1, names).hard[0]
    const orderOf = self === undefined ? undefined : orders[self]
    if (self === undefined || !orderOf) {
      findings.push(rowOfNobody(row))
      continue
    }
    const read = readRow(row, self, names, findings)
    // A plan that grew has a second matrix further down, and that is the one its author meant.
    if (
      orderOf.row &&
      !(sameOrder(orderOf.row, read) && keyOf(orderOf.row.parallel) === keyOf(read.parallel))
    )
      findings.push(twoRows(row, orderOf.row.line))
    orderOf.row = read
  }
  return { orders, findings }
}

export const sameOrder = (a: Order, b: Order): boolean => keyOf(a.hard) === keyOf(b.hard)

const keyOf = (positions: number[]): string =>
  distinct(positions)
    .sort((a, b) => a - b)
    .join()

const readField = (
  { own, streams }: DraftPhase,
  self: number,
  names: PhaseNames,
  findings: Finding[],
): PhaseOrders['field'] => {
  const sentences = [own, ...streams].flatMap(({ section }) => section.dependencies)
  const field = {
    hard: [] as number[],
    soft: [] as number[],
    unknown: [] as string[],
    line: sentences[0]?.line ?? 0,
  }
  for (const { text, line, kind } of sentences) {
    if (kind === 'prose') continue
    const order = readOrder(text, self, names)
    field.soft.push(...(kind === 'soft' ? order.hard : order.soft))
    if (kind === 'soft') continue
    field.hard.push(...order.hard)
    findings.push(...strangers(order, self, line))
  }
  return sentences.some(({ kind }) => kind === 'list') ? field : field.soft.length > 0 ? field : null
}

const readRow = (
  row: MatrixRow,
  self: number,
  names: PhaseNames,
  findings: Finding[],
): NonNullable<PhaseOrders['row']> => {
  const order = readOrder(row.blockedBy ?? '', self, names)
  findings.push(...strangers(order, self, row.line))
  const after = row.after === null ? [] : readOrder(row.after, self, names).hard
  return {
    ...order,
    soft: [...order.soft, ...after],
    parallel: row.parallel === null ? [] : readParallel(row.parallel, self, names),
    files: row.files,
    line: row.line,
  }
}

const strangers = ({ hard, unknown }: Order, self: number, line: number): Finding[] => [
  ...unknown.map((name): Finding => {
    // A number that is none of the plan's would never land; a sentence is something this plan cannot wait for.
    const isNumber = /^[a-z]{0,5}-?\d/i.test(name)
    const message = isNumber
      ? `There is no phase "${plainText(name, 60)}". Write the number of one, or take it out.`
      : `"${plainText(name, 60)}" is no phase of this plan, so nothing waits for it. Write the number of one, or "None".`
    return { severity: isNumber ? 'error' : 'warning', code: 'unknown-dependency', message, line, at: name }
  }),
  ...(hard.includes(self)
    ? [
        {
          severity: 'error' as const,
          code: 'self-dependency',
          message: 'This phase depends on itself, so it could never start. Take that out.',
          line,
        },
      ]
    : []),
]

const rowOfNobody = ({ phase, line }: MatrixRow): Finding => ({
  severity: 'warning',
  code: 'field-table-disagree',
  message: `This row is of "${plainText(phase, 60)}", and there is no such phase below a heading. Give it one, or take the row out.`,
  line,
})

const twoRows = (row: MatrixRow, before: number): Finding => ({
  severity: 'warning',
  code: 'field-table-disagree',
  message: `Line ${before} says something else of phase ${plainText(row.phase, 60)}; this row, the later one, counts. Keep one matrix.`,
  line: row.line,
})
