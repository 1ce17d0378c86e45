import { randomUUID } from 'node:crypto'
import type { Problem } from '../model/result.ts'
import { otlpEndpoint, shownEndpoint } from '../runtime/otlp/endpoint.ts'
import { openPerson } from '../runtime/person.ts'
import { clearTelemetry, readTelemetry, telemetryFiles, whyNoTelemetry } from '../runtime/telemetry-file.ts'
import { createAnalysis } from '../telemetry/analyse.ts'
import { csvColumns, csvRow, forExport } from '../telemetry/export.ts'
import { TELEMETRY_TYPES, type Telemetry } from '../telemetry/schema.ts'
import { UNITS_MS } from '../text/measured.ts'
import { findHere } from './here.ts'
import { complain, type ExitCode, print, printJson } from './print.ts'
import { summaryText } from './telemetry-text.ts'

export interface TelemetryOptions {
  cwd?: string
  json?: boolean
  csv?: boolean
  type?: string
  stream?: string
  since?: string
  until?: string
}

/** `br-tui telemetry …`: the figures of this repository, as they are on this machine. */
export async function telemetry(action: string, options: TelemetryOptions): Promise<ExitCode> {
  if (action === 'enable' || action === 'disable') return turn(action === 'enable')
  const here = await findHere(options.cwd)
  if (!here.ok) return complain(here.error)
  const { telemetry: folder } = here.value.places
  if (action === 'status') return status(folder, options)
  if (action === 'clear') {
    await clearTelemetry(folder)
    print('The figures of this repository are gone.')
    return 0
  }
  const wanted = filterOf(options)
  if ('message' in wanted) return complain(wanted, 2)
  if (action === 'summary') {
    const analysis = createAnalysis()
    await readTelemetry(folder, (record) => wanted.fits(record) && analysis.add(record))
    const found = analysis.result()
    if (options.json) printJson(found)
    else print(summaryText(found))
    return 0
  }
  return list(folder, wanted.fits, { ...options, isExport: action === 'export' })
}

function turn(isOn: boolean): ExitCode {
  const person = openPerson(process.env)
  if (!person.ok) return complain(person.error)
  person.value.setTelemetry(isOn)
  print(isOn ? 'Figures are kept, on this machine.' : 'No figures are kept from the next host on.')
  return 0
}

async function status(folder: string, { json }: TelemetryOptions): Promise<ExitCode> {
  const files = await telemetryFiles(folder)
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0)
  const off = whyNoTelemetry(process.env)
  const endpoint = off === null ? otlpEndpoint(process.env) : null
  const sentTo = endpoint === null ? null : shownEndpoint(endpoint)
  if (json) printJson({ enabled: off === null, why: off, sentTo, folder, files: files.length, bytes })
  else
    print(
      `${off === null ? 'Figures are kept' : `Figures are not kept: ${off}`}. ${files.length} files, ${bytes} bytes in ${folder}. ${sentTo === null ? 'Nothing of them leaves this machine.' : `A host that is started from here sends them to ${sentTo} as well.`}`,
    )
  return 0
}

async function list(
  folder: string,
  fits: (record: Telemetry) => boolean,
  { csv, isExport }: TelemetryOptions & { isExport: boolean },
): Promise<ExitCode> {
  const salt = randomUUID()
  const records: Telemetry[] = []
  await readTelemetry(folder, (record) => {
    if (fits(record)) records.push(isExport ? forExport(record, salt) : record)
  })
  if (!csv) for (const record of records) printJson(record, 0)
  else {
    const columns = csvColumns(records)
    print(columns.join(','))
    for (const record of records) print(csvRow(record, columns))
  }
  return 0
}

function filterOf({
  type,
  stream,
  since,
  until,
}: TelemetryOptions): Problem | { fits: (record: Telemetry) => boolean } {
  if (type !== undefined && !(TELEMETRY_TYPES as string[]).includes(type))
    return { message: `There is no type ${type}.`, mend: `Say one of ${TELEMETRY_TYPES.join(', ')}.` }
  const [from, to] = [since, until].map((text) => (text === undefined ? null : timeOf(text)))
  if (Number.isNaN(from) || Number.isNaN(to))
    return { message: 'That is no time.', mend: "Say '2h', '3d', or a date such as 2026-05-04." }
  return {
    fits: (record) =>
      (type === undefined || record.type === type) &&
      (stream === undefined || ('stream' in record && record.stream === stream)) &&
      (from === null || from === undefined || record.at >= from) &&
      (to === null || to === undefined || record.at < to),
  }
}

/** `2h` is two hours ago. */
function timeOf(text: string): number {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? []
  return unit ? Date.now() - Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS] : Date.parse(text)
}
