import type { Plan } from '../../../model/plan.ts'
import type { Finding } from '../../diagnose.ts'
import { readDuration } from '../../duration.ts'
import type { Block } from '../../markdown-blocks.ts'
import { schedulePlan } from '../../schedule.ts'
import { allStreams } from '../../stream-graph.ts'

interface ReadClaims {
  claims: Plan['claims']
  /** Where each claim stands, for what is said against it. */
  places: { sequential: number; parallel: number }
}

/** What a plan says of its own length, outside its phases. The first word on each counts. */
export const readClaims = (blocks: Block[]): ReadClaims => {
  const claims: Plan['claims'] = { sequential: null, parallel: null, savedPercent: null }
  const places = { sequential: 1, parallel: 1 }
  for (const block of blocks) {
    if (block.kind !== 'text' && block.kind !== 'item') continue
    const [label, said] = cutAtColon(block.text)
    const kind = claimKind(label)
    if (!kind) continue
    const days = readDuration(said)
    if (kind !== 'saved' && days !== null && claims[kind] === null) {
      claims[kind] = days
      places[kind] = block.line
    }
    claims.savedPercent ??= kind === 'sequential' ? null : readPercent(said)
  }
  return { claims, places }
}

const cutAtColon = (text: string): [string, string] => {
  const plain = text.replaceAll('**', '')
  const colon = plain.indexOf(':')
  return colon < 0 ? ['', ''] : [plain.slice(0, colon).trim(), plain.slice(colon + 1)]
}

const claimKind = (label: string): 'sequential' | 'parallel' | 'saved' | null => {
  if (/^(?:total (?:duration|time)|sequential(?: (?:build|execution|duration|time))?)$/i.test(label))
    return 'sequential'
  if (/^(?:with )?parallel(?: (?:build|execution|duration|time))?$/i.test(label)) return 'parallel'
  return /^(?:time )?(?:savings?|saved)$/i.test(label) ? 'saved' : null
}

const readPercent = (text: string): number | null => {
  const found = /(?<!\d)(\d{1,3}(?:\.\d)?)\s?%/.exec(text)
  return found ? Number(found[1]) : null
}

/**
 * Claims against the plan's own durations, each stream with a worker of its own: what a plan promises says
 * nothing of the machine it will run on.
 */
export const checkClaims = (plan: Plan, places: ReadClaims['places']): Finding[] => {
  if (plan.unit !== 'days') return []
  const { claims } = plan
  const { sequential, parallel } = schedulePlan(plan, allStreams(plan).length)
  const findings: Finding[] = []
  const compare = (claimed: number | null, counted: number, line: number, how: string) => {
    if (claimed === null || claimed === counted) return
    const message = `The plan claims ${claimed} days ${how}; its own durations come to ${counted}.`
    findings.push({ severity: 'warning', code: 'claim-mismatch', message, line })
  }
  compare(claims.sequential, sequential, places.sequential, 'one after another')
  compare(claims.parallel, parallel, places.parallel, 'in parallel')
  return findings
}
