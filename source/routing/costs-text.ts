import { costText, dollars } from './cost.ts'
import type { CostLine } from './costs.ts'

export interface Costs {
  lines: CostLine[]
  total: CostLine
}

/** As a person reads it, the whole last. */
export function costsText({ lines, total }: Costs, by: string): string {
  if (lines.length === 0) return 'No agent has told yet what it used.'
  const rows = [
    [by, 'cost', 'on default', 'saved', 'in', 'out', 'cache read', 'cache write'],
    ...[...lines, { ...total, key: 'all' }].map(cells),
  ]
  const widths = (rows[0] as string[]).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] as number, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const pad = (cell: string, width: number, column: number): string =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width)

const cells = ({ key, cost, onDefault, saved, tokens }: CostLine): string[] => [
  key,
  costText(cost),
  costText(onDefault),
  saved === null ? 'unknown' : dollars(saved),
  ...[tokens.in, tokens.out, tokens.cacheRead, tokens.cacheWrite].map((count) => String(count)),
]

/** For a spreadsheet: what is unknown is empty, and no text is a formula. */
export function costsCsv({ lines }: Costs, by: string): string {
  const head = [
    by,
    'usd',
    'usd_is_at_least',
    'usd_on_default',
    'saved',
    'in',
    'out',
    'cache_read',
    'cache_write',
  ]
  const rows = lines.map(({ key, cost, onDefault, saved, tokens }) => [
    text(key),
    cost.atLeast && cost.usd === 0 ? '' : number(cost.usd),
    cost.atLeast,
    onDefault.atLeast ? '' : number(onDefault.usd),
    saved === null ? '' : number(saved),
    ...[tokens.in, tokens.out, tokens.cacheRead, tokens.cacheWrite],
  ])
  return [head, ...rows].map((row) => row.join(',')).join('\n')
}

/** Without what binary fractions add. */
const number = (usd: number): number => Number(usd.toFixed(6))

/** Names come from plans and agents: one that begins like a formula is opened as one. */
const text = (value: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return `"${harmless.replaceAll('"', '""').replaceAll(/[\r\n]+/g, ' ')}"`
}
