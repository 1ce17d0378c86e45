import { join } from 'node:path'
import type { Finding } from '../../model/finding.ts'
import type { Ending } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import type { Places } from '../places.ts'

/** Which try of which batch of which stream. */
export interface RunAddress {
  stream: string
  batch: string
  run: string
}

export const runFolder = ({ runs }: Places, run: string): string => join(runs, run)

export interface Left {
  head?: string | null
  files?: string[]
  notes?: string[]
  needs?: string | null
  findings?: Finding[]
}

/** Reports how a try ended. */
export function endAs(
  { dispatch, now }: Runtime,
  { stream, batch, run }: RunAddress,
  ending: Ending,
  left: Left = {},
): void {
  const { head = null, files = [], notes = [], needs = null, findings = [] } = left
  dispatch({
    type: 'attempt-ended',
    at: now(),
    stream,
    batch,
    run,
    ending,
    head,
    files,
    notes,
    needs,
    findings,
  })
}
