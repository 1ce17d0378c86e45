import type { Plan, Task } from '../model/plan.ts'
import { problem, type Result } from '../model/result.ts'
import { readPlan } from './read-plan.ts'
import { allStreams, filesOf, findStream } from './stream-graph.ts'

export interface Addition {
  /** Of the plan, as its format is told by it. */
  planFile: string
  format: string
  stream: string
  file: string
}

/**
 * The text of a plan with one more file for a stream, beside those it has. Every way to write that is read again: it
 * counts only where the plan says the same as before and this one thing more.
 */
export function withFile(text: string, { planFile, format, stream, file }: Addition): Result<string> {
  const read = (from: string): Plan => readPlan(from, { file: planFile, format }).plan
  const before = read(text)
  const planned = findStream(before, stream)
  if (!planned)
    return problem(`The plan's file has no stream ${stream} any more.`, 'Write it there yourself.')
  if (filesOf(planned).has(file)) return { ok: true, value: text }
  const wanted = sayings(before, { stream, file })
  const lines = text.split('\n')
  const next = allStreams(before)
    .map(({ line }) => line)
    .filter((line) => line > planned.line)
  const end = Math.min(lines.length, ...next.map((line) => line - 1))
  for (let at = end - 1; at >= planned.line - 1; at -= 1) {
    const edited = oneMore(lines[at] ?? '', file, [...filesOf(planned)])
    if (edited === null) continue
    const whole = [...lines.slice(0, at), ...edited, ...lines.slice(at + 1)].join('\n')
    if (sayings(read(whole)) === wanted) return { ok: true, value: whole }
  }
  return problem(
    `It is not clear where ${planFile} lists the files of ${stream}.`,
    `Add ${file} to them yourself: the session has it already.`,
  )
}

/** An item of a list that is one of the files gets a neighbour that is written like it; a row of them one more. */
function oneMore(line: string, file: string, known: readonly string[]): string[] | null {
  for (const each of known) {
    const at = line.lastIndexOf(each)
    if (at < 0) continue
    const [before, after] = [line.slice(0, at), line.slice(at + each.length)]
    const tail = /^`?\*{0,2}/.exec(after)?.[0] ?? ''
    if (/^\s*(?:[-*+]|\d+[.)])\s+[`*]*$/.test(before)) {
      // What is said behind the name is said of that one; the end of a line of another system is no word.
      const end = after.endsWith('\r') ? '\r' : ''
      return [line, `${before}${file}${tail}${end}`]
    }
    if (tail === after.trimEnd()) {
      const mark = after.startsWith('`') ? '`' : ''
      return [`${before}${each}${mark}, ${mark}${file}${after}`]
    }
  }
  return null
}

/** Everything a plan says but on which line, with one more file for a stream. */
function sayings(plan: Plan, more?: { stream: string; file: string }): string {
  const phases = plan.phases.map((phase) => ({
    ...phase,
    streams: phase.streams.map((each) => {
      const extra = more?.stream === each.id ? [more.file] : []
      // A stream without tasks is its own one task, with all of its files.
      const isOwnTask = ({ files }: Task) => String(files) === String(each.files)
      const tasks = each.tasks.map((task) => (isOwnTask(task) ? withMore(task, extra) : task))
      return { ...withMore(each, extra), tasks }
    }),
  }))
  return JSON.stringify({ ...plan, phases }, (key, value) => (key === 'line' ? undefined : value))
}

const withMore = <T extends { files: string[] }>(whole: T, extra: readonly string[]): T => ({
  ...whole,
  files: [...whole.files, ...extra].sort(),
})
