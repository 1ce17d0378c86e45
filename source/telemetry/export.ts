import { createHash } from 'node:crypto'
import type { Telemetry } from './schema.ts'

/** What leaves the folder has no file names: the same file has the same hash within one export, and in no other. */
export const forExport = (record: Telemetry, salt: string): Telemetry =>
  record.type === 'finding' ? { ...record, file: hashed(record.file, salt) } : record

const hashed = (file: string, salt: string): string =>
  createHash('sha256').update(`${salt}\0${file}`).digest('hex').slice(0, 12)

/** Of every kind of record: those that some lack are empty there. */
export function csvColumns(records: readonly Telemetry[]): string[] {
  return [...new Set(['at', 'session', 'type', ...records.flatMap((record) => Object.keys(record))])]
}

/** A value that a spreadsheet would take for a formula is quoted as text. */
export function csvRow(record: Telemetry, columns: readonly string[]): string {
  const values = record as unknown as Record<string, unknown>
  return columns.map((name) => cell(values[name])).join(',')
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
