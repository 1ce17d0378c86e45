import { diagnose, type Finding } from './diagnose.ts'
import { plainText } from './plain-text.ts'
import type { PlanReading } from './plan-format.ts'
import { planSlug } from './slug.ts'
import { streamsFromTasks, type TaskGroup } from './streams-from-tasks.ts'
import { boundStreams } from './too-many-streams.ts'

interface Parts {
  format: string
  title: string | null
  file: string
  lines: string[]
  findings: Finding[]
}

/** A plan out of the tasks of a format that has no streams, and no durations either: its unit is the task. */
export const assemblePlan = (
  groups: TaskGroup[],
  { format, title, file, lines, findings }: Parts,
): PlanReading => {
  const { phases, findings: tooMany } = boundStreams(streamsFromTasks(groups))
  return {
    plan: {
      title: title ?? plainText(file.split(/[\\/]/).at(-1) ?? ''),
      slug: planSlug(title, file),
      format,
      unit: 'tasks',
      phases,
      contracts: [],
      claims: { sequential: null, parallel: null, savedPercent: null },
    },
    diagnostics: [...findings, ...tooMany].map((finding) => diagnose(lines, finding)),
  }
}
