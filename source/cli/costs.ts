import { costsCsv, costsText } from '../routing/costs-text.ts'
import { sessionCosts } from '../runtime/session-costs.ts'
import { findHere, storedSession } from './here.ts'
import { complain, type ExitCode, print, printJson } from './print.ts'

export interface CostsOptions {
  cwd?: string
  by?: 'stream' | 'model' | 'day'
  json?: boolean
  csv?: boolean
}

/** `br-tui costs`: what this repository's session has spent. Starts nothing: it reads what is on disk. */
export async function showCosts({ cwd, by = 'stream', json, csv }: CostsOptions): Promise<ExitCode> {
  const here = await findHere(cwd)
  if (!here.ok) return complain(here.error)
  const stored = await storedSession(here.value.places)
  if (!stored.ok) return complain(stored.error)
  if (!stored.value)
    return complain({
      message: 'There is no session in this repository yet.',
      mend: 'Start one with: br-tui PLAN.md',
    })
  const costs = await sessionCosts(stored.value, by)
  if (json) printJson({ session: stored.value.id, by, ...costs })
  else print(csv ? costsCsv(costs, by) : costsText(costs, by))
  return 0
}
