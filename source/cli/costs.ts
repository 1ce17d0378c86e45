import { costsCsv, costsText } from '../routing/costs-text.ts'
import { sessionCosts } from '../runtime/session-costs.ts'
import { sessionHere } from './here.ts'
import { complain, type ExitCode, print, printJson } from './print.ts'

export interface CostsOptions {
  cwd?: string
  by?: 'stream' | 'model' | 'day'
  json?: boolean
  csv?: boolean
}

/** `br-tui costs`: what this repository's session has spent. Starts nothing: it reads what is on disk. */
export async function showCosts({ cwd, by = 'stream', json, csv }: CostsOptions): Promise<ExitCode> {
  const stored = await sessionHere(cwd)
  if (!stored.ok) return complain(stored.error)
  const session = stored.value
  const costs = await sessionCosts(session, by)
  if (json) printJson({ session: session.id, by, ...costs })
  else print(csv ? costsCsv(costs, by) : costsText(costs, by))
  return 0
}
