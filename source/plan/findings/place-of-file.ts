import type { Plan } from '../../model/plan.ts'
import { findStream } from '../stream-graph.ts'

/** Where a stream names a file: the line at or below its heading, or that of its task, that holds the name. */
export const placeOfFile = (
  plan: Plan,
  lines: string[],
  id: string,
  isMeant: (file: string) => boolean,
): { line: number; at?: string } => {
  const stream = findStream(plan, id)
  if (!stream) return { line: 1 }
  for (const { files, line } of [stream, ...stream.tasks]) {
    const file = files.find(isMeant)
    if (file === undefined) continue
    const below = lines.slice(line - 1, line - 1 + mostLines).findIndex((written) => written.includes(file))
    if (below >= 0) return { line: line + below, at: file }
  }
  return { line: stream.line }
}

/** A list of files stands close to its heading. */
const mostLines = 200
