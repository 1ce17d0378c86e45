import { assemblePlan } from '../assemble-plan.ts'
import { type Finding, splitLines } from '../diagnose.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { example } from './beads/example.ts'
import { groupsOf } from './beads/groups.ts'
import { parseLine, readIssues } from './beads/issues.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const lines = splitLines(text)
  const findings: Finding[] = []
  const issues = readIssues(lines, findings)
  const groups = groupsOf(issues, findings)
  return assemblePlan(groups, { format: 'beads', title: 'Beads issues', file, lines, findings })
}

/** The JSONL that Beads keeps beside its database: an issue a line. */
export const beads: PlanFormat = {
  name: 'beads',
  summary: 'issues of Beads as JSONL, one a line, with what blocks them',
  example,
  detect: (text, file) =>
    /^\s*\{/.test(text) &&
    (/(?:^|[\\/])\.beads[\\/][^\\/]*\.jsonl$/i.test(file) ||
      (/"id"\s*:/.test(firstLine(text)) &&
        /"(?:issue_type|status)"\s*:/.test(firstLine(text)) &&
        parseLine(firstLine(text)) !== null)),
  parse,
}

const firstLine = (text: string): string => text.trimStart().split(/\r?\n/, 1)[0] ?? ''
