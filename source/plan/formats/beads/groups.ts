import type { Finding } from '../../diagnose.ts'
import { distinct } from '../../find-files.ts'
import { plainText } from '../../plain-text.ts'
import type { DraftTask, TaskGroup } from '../../streams-from-tasks.ts'
import type { Issue } from './issues.ts'

/** A group for each issue at the top that has others below it, and one for the rest. An epic is only its issues. */
export const groupsOf = (issues: Map<string, Issue>, findings: Finding[]): TaskGroup[] => {
  const tree = treeOf(issues)
  const ordered = [...issues.values()]
    .filter((issue) => !tree.isCover(issue))
    .sort((a, b) => a.priority - b.priority || a.line - b.line)
  const groups = Map.groupBy(ordered, (issue) => {
    const top = tree.above(issue).at(-1) ?? issue
    return top !== issue || tree.below(issue).length > 0 ? top.id : ''
  })
  return [...groups].map(([id, members]): TaskGroup => {
    const head = issues.get(id)
    return {
      ...{ id: head ? id : 'issues', title: head?.title ?? '', barrier: false, order: 'declared', after: [] },
      line: head?.line ?? members[0]?.line ?? 1,
      tasks: members.map((issue) => draftOf(issue, blockersOf(issue, issues, tree, findings))),
    }
  })
}

interface IssueTree {
  /** The nearest first. */
  above(issue: Issue): Issue[]
  below(issue: Issue): Issue[]
  isCover(issue: Issue): boolean
}

const treeOf = (issues: Map<string, Issue>): IssueTree => {
  const children = Map.groupBy(issues.values(), ({ parent }) => parent ?? '')
  const below = ({ id }: Issue): Issue[] => children.get(id) ?? []
  return {
    below,
    isCover: (issue) => issue.isEpic && below(issue).length > 0,
    above: (issue) => {
      const found: Issue[] = []
      for (let at = issues.get(issue.parent ?? ''); at && found.length < mostLevels; ) {
        if (at === issue || found.includes(at)) break
        found.push(at)
        at = issues.get(at.parent ?? '')
      }
      return found
    },
  }
}

const mostLevels = 20

/** What holds up an issue holds up those below it, and an epic is over when its issues are. */
const blockersOf = (
  issue: Issue,
  issues: Map<string, Issue>,
  { above, below, isCover }: IssueTree,
  findings: Finding[],
): string[] => {
  const parts = (other: Issue, level = 0): string[] => {
    if (!isCover(other) || level > mostLevels) return [other.id]
    return below(other)
      .slice(0, mostParts)
      .flatMap((each) => parts(each, level + 1))
  }
  for (const blocker of distinct(issue.blockers)) {
    if (blocker === issue.id) findings.push(selfDependency(issue))
    else if (!issues.has(blocker)) findings.push(unknown(issue, blocker))
  }
  const covers = above(issue).filter(isCover)
  const named = [issue, ...covers].flatMap(({ blockers }) => blockers)
  return distinct(
    distinct(named).flatMap((blocker) => {
      const other = issues.get(blocker)
      return other && other !== issue && !covers.includes(other) ? parts(other) : []
    }),
  ).filter((id) => id !== issue.id)
}

/** Of an epic with more issues than that the others are not waited for: nobody blocks on hundreds. */
const mostParts = 100

const draftOf = ({ id, line, title, state, files }: Issue, dependsOn: string[]): DraftTask => ({
  ...{ key: id, sourceId: id, title, state, files, dependsOn, line },
  ...{ optional: false, parallel: false, run: [], onConflict: [], onRepair: [] },
})

const selfDependency = ({ id, line }: Issue): Finding => ({
  severity: 'error',
  code: 'self-dependency',
  message: `${id} depends on itself, so it could never start. Take that dependency out.`,
  line,
})

const unknown = ({ id, line }: Issue, blocker: string): Finding => ({
  severity: 'error',
  code: 'unknown-dependency',
  message: `${id} depends on ${plainText(blocker, 60)}, which is not in this file. Take it out, or export the whole database.`,
  line,
  at: blocker,
})
