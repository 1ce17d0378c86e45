import { isOutside } from '../../plan/find-files.ts'
import { matchFiles } from '../../plan/match-files.ts'
import { type Evidence, isEmpty, type PlanAt } from './gap.ts'

export type FileState = 'there' | 'empty' | 'missing'

/** The paths in the tree that a plan means by a file it names. Line numbers behind it are not part of the name. */
export const pathsOf = ({ file }: PlanAt, { tree }: Pick<Evidence, 'tree'>, declared: string): string[] =>
  matchFiles(tree, declared.replace(/(?::\d+(?:[-:]\d+)?|#.*)$/, ''), folderOf(file))

/** How a file that the plan names stands. What lies outside of the repository is not looked at. */
export function stateOf(plan: PlanAt, evidence: Evidence, declared: string): FileState {
  if (isOutside(declared)) return 'there'
  const paths = pathsOf(plan, evidence, declared)
  if (paths.length === 0) return 'missing'
  const isAnyFull = paths.some((path) => {
    const content = evidence.contents.get(path)
    return !content || !isEmpty(path, content)
  })
  return isAnyFull ? 'there' : 'empty'
}

const folderOf = (file: string): string => {
  const at = file.lastIndexOf('/')
  return at < 0 || isOutside(file) ? '' : file.slice(0, at)
}
