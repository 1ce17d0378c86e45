import { commonFolder } from './explain-stream.ts'
import { plainText } from './plain-text.ts'
import type { DraftTask, TaskGroup } from './streams-from-tasks.ts'
import { taskNames } from './task-names.ts'

/** What a made stream is called: after its group if it is the only one there, else after what is its own in it. */
export const nameStream = (
  group: TaskGroup,
  tasks: DraftTask[],
  isOnly: boolean,
): { name: string; title: string } => {
  const [first] = tasks
  if (first?.unitTitle && tasks.every(({ unit }) => unit === first.unit))
    return { name: first.unitTitle.split(/\s+/).slice(0, 6).join(' '), title: first.unitTitle }
  if (isOnly) return { name: shortTitle(group.title) || group.id, title: group.title || group.id }
  const own = tasks.length > 1 ? commonFolder(tasks) : null
  const title = tasks.length === 1 ? (first?.title ?? '') : `${group.title || group.id}: ${taskNames(tasks)}`
  const named = own ?? (first?.title ?? '').split(/\s+/).slice(0, 6).join(' ')
  return { name: `${group.id} ${named}`, title: plainText(title, 120) }
}

/** Without what stands in brackets or behind a dash, and without the number and kind of its heading. */
const shortTitle = (title: string): string =>
  title
    .replace(/\([^()]{0,200}\)/g, '')
    .replace(
      /^(?:phase|story|group|section|milestone)?\s{0,3}(?:\d{1,4}[a-z](?=[.:)])|[\d.]{1,9})[.:)\s-]{0,3}/i,
      '',
    )
    .trim()
