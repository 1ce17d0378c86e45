import type { Task } from '../../../model/plan.ts'
import type { Finding } from '../../diagnose.ts'
import { filesInProse, isOutside } from '../../find-files.ts'
import { plainText } from '../../plain-text.ts'
import { isRecord, listOf, textOf } from '../../read-json.ts'

export interface Issue {
  id: string
  line: number
  title: string
  state: Task['state']
  /** Smaller is more urgent. */
  priority: number
  parent: string | null
  isEpic: boolean
  blockers: string[]
  files: string[]
}

export const readIssues = (lines: string[], findings: Finding[]): Map<string, Issue> => {
  const issues = new Map<string, Issue>()
  for (const [index, written] of lines.entries()) {
    if (written.trim() === '') continue
    const fields = parseLine(written)
    if (fields === null) findings.push({ ...broken, line: index + 1 })
    else if (isIssue(fields)) {
      const issue = issueOf(fields, index + 1)
      // A log of changes has an issue once for each: the last is how it stands.
      issues.delete(issue.id)
      issues.set(issue.id, issue)
    }
  }
  return issues
}

export const parseLine = (line: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(line.replace(/^\ufeff/, ''))
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

const broken: Omit<Finding, 'line'> = {
  severity: 'error',
  code: 'invalid-json',
  message: 'This line is no JSON object; each line of the file has to be one. Mend it, or take it out.',
}

const isIssue = ({ id, _type, status }: Record<string, unknown>): boolean =>
  textOf(id) !== '' && (_type === undefined || _type === 'issue') && status !== 'tombstone'

const issueOf = (fields: Record<string, unknown>, line: number): Issue => {
  const links = listOf(fields.dependencies).map(linkOf)
  const about = [fields.title, fields.description, fields.design].map(textOf).join('\n').slice(0, 20_000)
  const id = plainText(textOf(fields.id), 60)
  const parent = textOf(fields.parent) || (links.find(({ type }) => type === 'parent-child')?.id ?? '')
  return {
    id,
    line,
    title: plainText(textOf(fields.title)) || id,
    state: states[textOf(fields.status).toLowerCase()] ?? 'open',
    priority: typeof fields.priority === 'number' ? fields.priority : 2,
    parent: parent || (/^(.+)\.\d{1,6}$/.exec(id)?.[1] ?? null),
    isEpic: fields.issue_type === 'epic',
    blockers: links.filter(({ type }) => blocking.has(type)).map((link) => link.id),
    files: filesInProse(about).filter((path) => !isOutside(path)),
  }
}

/** Other kinds (related, discovered-from …) say nothing of the order. */
const blocking = new Set(['blocks', 'conditional-blocks', 'waits-for'])

const linkOf = (value: unknown): { id: string; type: string } => {
  if (!isRecord(value)) return { id: textOf(value), type: 'blocks' }
  return { id: textOf(value.depends_on_id) || textOf(value.id), type: textOf(value.type) || 'blocks' }
}

const states: Record<string, Task['state']> = {
  closed: 'done',
  done: 'done',
  in_progress: 'active',
  hooked: 'active',
  deferred: 'skipped',
}
