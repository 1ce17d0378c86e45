import { foldersOf } from './join-by-files.ts'
import { plainText } from './plain-text.ts'
import type { DraftTask, TaskGroup } from './streams-from-tasks.ts'
import { taskNames } from './task-names.ts'
import { counted } from './words.ts'

/**
 * One line for a person: which tasks a stream holds, what brought them together, and which streams it only waits for
 * because of a file. `whole`: the group of which they are all.
 */
export const whyTogether = (
  tasks: DraftTask[],
  whole: TaskGroup | null,
  waitsFor: { other: string; file: string }[] = [],
): string => `${whatIsHeld(tasks, whole)}${whyAfter(waitsFor)}`

const whyAfter = (waitsFor: { other: string; file: string }[]): string => {
  const [first] = waitsFor
  if (!first) return ''
  const others = new Set(waitsFor.map(({ other }) => other)).size - 1
  const more = others > 0 ? `, and after ${counted(others, 'more stream')} for such a reason` : ''
  return `; after ${first.other}, as both touch ${plainText(first.file, 80)}${more}`
}

const whatIsHeld = (tasks: DraftTask[], whole: TaskGroup | null): string => {
  const names = taskNames(tasks)
  const bond = tasks.length > 1 ? bondOf(tasks) : null
  if (whole?.title) return `${names}: all of "${plainText(whole.title, 60)}"${bond ? `, ${bond}` : ''}`
  if (tasks.length === 1) return `${names}: can be done by itself`
  return `${names}: ${bond ?? 'in more streams they would end no sooner'}`
}

const bondOf = (tasks: DraftTask[]): string | null => {
  const all = tasks.length === 2 ? 'both' : 'all'
  const common = commonTo(tasks.map(({ files }) => files))
  if (common) return `${all} touch ${plainText(common, 80)}`
  const shared = sharedFiles(tasks)
  if (shared.length > 0)
    return `they share ${shared.slice(0, 2).join(' and ')}${shared.length > 2 ? ' and more' : ''}`
  const folder = commonFolder(tasks)
  if (folder) return `${all} touch ${plainText(folder, 80)}/`
  const keys = new Set(tasks.map(({ key }) => key))
  const units = new Set(tasks.map(({ unit, key }) => unit ?? key))
  if (units.size === 1) return 'parts of one task'
  const follow = tasks.slice(1).every(({ dependsOn }) => dependsOn.some((key) => keys.has(key)))
  return follow ? 'each needs one before it' : null
}

/** The deepest folder that every task with files touches, if all have files. */
export const commonFolder = (tasks: Pick<DraftTask, 'files'>[]): string | null =>
  commonTo(tasks.map(({ files }) => files.flatMap(foldersOf)))

const commonTo = (lists: string[][]): string | null => {
  const [first = [], ...others] = lists
  const sets = others.map((list) => new Set(list))
  const common = first.filter((value) => sets.every((set) => set.has(value)))
  return common.sort((a, b) => b.length - a.length)[0] ?? null
}

const sharedFiles = (tasks: DraftTask[]): string[] => {
  const count = new Map<string, number>()
  for (const { files } of tasks)
    for (const file of new Set(files)) count.set(file, (count.get(file) ?? 0) + 1)
  return [...count]
    .filter(([, times]) => times > 1)
    .sort((a, b) => b[1] - a[1])
    .map(([file]) => plainText(file, 80))
}
