import type { Phase } from '../model/plan.ts'
import type { Finding } from './diagnose.ts'

/** More cannot be looked at by a person, and comparing them in pairs would take minutes. */
export const mostStreams = 1000

export const tooManyStreams = (streams: { line: number }[]): Finding => ({
  severity: 'error',
  code: 'too-many-streams',
  message: `${streams.length} streams are more than the ${mostStreams} that can be run. Split the plan.`,
  line: streams[mostStreams]?.line ?? 1,
})

/** Phases as they are, or none and why. */
export const boundStreams = (phases: Phase[]): { phases: Phase[]; findings: Finding[] } => {
  const all = phases.flatMap(({ streams }) => streams)
  return all.length > mostStreams ? { phases: [], findings: [tooManyStreams(all)] } : { phases, findings: [] }
}
