import type { Plan, Stream } from '../model/plan.ts'
import type { Finding } from './diagnose.ts'
import { findOverlaps } from './overlaps.ts'
import { plainText } from './plain-text.ts'
import { allStreams, filesOf, findStream, streamGroups } from './stream-graph.ts'

/** What is wrong with a plan, or worth knowing of it, whatever format it came in. */
export const checkPlan = (plan: Plan, lines: string[]): Finding[] => [
  ...findDuplicates(plan),
  ...findLoops(plan),
  ...sharedFiles(plan, lines),
  ...silences(plan),
]

const findDuplicates = (plan: Plan): Finding[] =>
  plan.phases.flatMap(({ streams }) => {
    const first = new Map<string, Stream>()
    return streams.flatMap((stream): Finding[] => {
      const name = stream.title.toLowerCase()
      const other = first.get(name)
      if (!other) first.set(name, stream)
      if (!other) return []
      const message = `Line ${other.line} has a stream "${plainText(stream.title, 60)}" in this phase already; give one another name.`
      return [{ severity: 'error', code: 'duplicate-name', message, line: stream.line }]
    })
  })

/** Each loop once. A stream that needs one from behind a barrier is in a loop too: the barrier waits for it. */
const findLoops = (plan: Plan): Finding[] => {
  const streams = new Map(allStreams(plan).map((stream) => [stream.id, stream]))
  const groupOf = new Map(
    streamGroups(plan).flatMap((group, index) => group.map(({ id }) => [id, index] as const)),
  )
  const findings: Finding[] = []
  const visited = new Set<string>()
  const path: string[] = []

  const report = (loop: string[]) => {
    const line = streams.get(loop[0] ?? '')?.line ?? 1
    const shown = loop.length > 12 ? [...loop.slice(0, 11), '…', ...loop.slice(-1)] : loop
    const message = `These streams wait for each other, so none could start: ${shown.join(' → ')}.`
    findings.push({ severity: 'error', code: 'cyclic-dependency', message, line })
  }
  const visit = (id: string) => {
    visited.add(id)
    path.push(id)
    for (const next of streams.get(id)?.dependsOn ?? []) {
      if ((groupOf.get(next) ?? -1) > (groupOf.get(id) ?? 0)) report([id, next, id])
      else if (path.includes(next)) report([...path.slice(path.indexOf(next)), next])
      else if (streams.has(next) && !visited.has(next)) visit(next)
    }
    path.pop()
  }
  for (const id of streams.keys()) if (!visited.has(id)) visit(id)
  // One loop entered from many places gives many; a person mends them one by one.
  return findings.slice(0, 20)
}

const sharedFiles = (plan: Plan, lines: string[]): Finding[] =>
  findOverlaps(plan).map(({ file, streams }) => {
    const last = findStream(plan, streams.at(-1) ?? '')
    const line = placeOf(file, last?.line ?? 1, lines)
    const message = `${plainText(file, 80)} is named by ${listed(streams)}: they cannot run at the same time.`
    return { severity: 'warning', code: 'shared-file', message, line, at: file }
  })

const listed = (ids: string[]): string =>
  ids.length > 6 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(' and ')

/** The line at or below the stream's heading that names the file; a list of files stands close to it. */
const placeOf = (file: string, from: number, lines: string[]): number => {
  const below = lines.slice(from - 1, from + 200).findIndex((line) => line.includes(file))
  return below < 0 ? from : from + below
}

const silences = (plan: Plan): Finding[] => {
  const findings: Finding[] = []
  const streams = allStreams(plan)
  if (plan.unit === 'tasks' && streams.length > 0) {
    const message = 'The plan gives no durations; the forecast counts every stream as one step.'
    findings.push({ severity: 'info', code: 'no-duration', message, line: streams[0]?.line ?? 1 })
  }
  for (const stream of streams) {
    if (plan.unit === 'days' && stream.duration === null) {
      const message = `${stream.id} has no duration; the forecast counts it as 1 day.`
      findings.push({ severity: 'info', code: 'no-duration', message, line: stream.line })
    }
    if (filesOf(stream).size > 0) continue
    const message = `${stream.id} names no files, so what it shares with others cannot be seen beforehand.`
    findings.push({ severity: 'info', code: 'no-files', message, line: stream.line })
  }
  return findings
}
