import type { Task } from '../../model/plan.ts'
import { assemblePlan } from '../assemble-plan.ts'
import { type Finding, splitLines } from '../diagnose.ts'
import { distinct, filesInProse, isOutside } from '../find-files.ts'
import { objectLines } from '../json-lines.ts'
import { plainText } from '../plain-text.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { isRecord, listOf, readJson, textOf } from '../read-json.ts'
import type { DraftTask, TaskGroup } from '../streams-from-tasks.ts'
import { example } from './task-master/example.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const lines = splitLines(text)
  const read = readJson(text)
  const parts = { format: 'task-master', file, lines }
  if ('finding' in read) return assemblePlan([], { ...parts, title: null, findings: [read.finding] })
  const placeOf = objectLines(text)
  const findings: Finding[] = []
  const lists = taskLists(read.value)
  const groups = lists.map((list) => readGroup(list, lists.length > 1, placeOf, findings))
  return assemblePlan(groups, { ...parts, title: titleOf(read.value, lists), findings })
}

interface TagList {
  tag: string
  /** Where it stands in the text: `master/tasks`. */
  path: string
  items: unknown[]
}

/** Today a file has a list of tasks for each tag; older ones are one list, or have it under `tasks`. */
const taskLists = (value: unknown): TagList[] => {
  if (Array.isArray(value)) return [{ tag: 'tasks', path: '', items: value }]
  if (!isRecord(value)) return []
  const own = Array.isArray(value.tasks) ? [{ tag: 'tasks', path: 'tasks', items: value.tasks }] : []
  const tagged = Object.entries(value).flatMap(([tag, inside]) =>
    isRecord(inside) && Array.isArray(inside.tasks)
      ? [{ tag, path: `${tag}/tasks`, items: inside.tasks }]
      : [],
  )
  return [...own, ...tagged].filter(({ items }) => items.length > 0)
}

const titleOf = (value: unknown, lists: TagList[]): string => {
  const about = isRecord(value) ? [value.meta, value.metadata, value] : []
  const names = about.flatMap((each) =>
    isRecord(each) ? [textOf(each.projectName), textOf(each.project)] : [],
  )
  const tag =
    lists.length === 1 && lists[0]?.tag !== 'tasks' && lists[0]?.tag !== 'master' ? lists[0]?.tag : ''
  return plainText(names.find((name) => name !== '') || tag || 'Task Master tasks', 120)
}

/** A task or a subtask, whose id has that of its task in front: `5.2`. */
interface Item {
  id: string
  parent: string | null
  fields: Record<string, unknown>
  line: number
}

const readGroup = (
  { tag, path, items }: TagList,
  severalTags: boolean,
  placeOf: Map<string, number>,
  findings: Finding[],
): TaskGroup => {
  const read = items.flatMap((item, index) => readItems(item, index, join(path, index), placeOf))
  const ids = new Set<string>()
  const unique = read.filter(({ id, line }) => {
    const isNew = !ids.has(id)
    ids.add(id)
    if (!isNew) findings.push(duplicate(id, line))
    return isNew
  })
  const tasks = unique.map((item): DraftTask => draftOf(item, tag, ids, findings))
  const title = severalTags ? tag : ''
  const id = severalTags ? plainText(tag, 40) : 'tasks'
  return { id, title, line: tasks[0]?.line ?? 1, barrier: false, order: 'declared', after: [], tasks }
}

const readItems = (value: unknown, index: number, path: string, placeOf: Map<string, number>): Item[] => {
  if (!isRecord(value)) return []
  const id = plainText(textOf(value.id), 40) || String(index + 1)
  const own: Item = { id, parent: null, fields: value, line: placeOf.get(path) ?? 1 }
  const below = listOf(value.subtasks).flatMap((subtask, number): Item[] => {
    if (!isRecord(subtask)) return []
    // A few files have whole ids in subtasks: `5.2` below 5.
    const written = plainText(textOf(subtask.id), 40) || String(number + 1)
    const subId = written.startsWith(`${id}.`) ? written : `${id}.${written}`
    const line = placeOf.get(`${path}/subtasks/${number}`) ?? own.line
    return [{ id: subId, parent: id, fields: subtask, line }]
  })
  return [own, ...below]
}

const draftOf = (item: Item, tag: string, ids: Set<string>, findings: Finding[]): DraftTask => {
  const { id, parent, fields, line } = item
  const about = [fields.title, fields.description].map(textOf)
  const declared = listOf(fields.files).map(textOf)
  const files = filesInProse(
    [...about, ...declared, ...changesIn(textOf(fields.details))].join('\n').slice(0, mostText),
  )
  const key = (other: string) => `${tag}\n${other}`
  const needs = dependenciesOf(item, ids, findings)
  return {
    key: key(id),
    unit: key(parent ?? id),
    sourceId: id,
    title: plainText(about.find((each) => each.trim() !== '') ?? `Task ${id}`),
    state: states[textOf(fields.status).toLowerCase()] ?? 'open',
    optional: false,
    parallel: false,
    files: files.filter((path) => !isOutside(path)),
    dependsOn: needs.map(key),
    line,
    run: [],
    onConflict: [],
    onRepair: [],
  }
}

const mostText = 20_000

/** Details speak of much that is only to be read; of them the sentences count that say what is made or changed. */
const changesIn = (details: string): string[] =>
  details
    .slice(0, mostText)
    .split(/[.;]\s|\n/)
    .filter((sentence) => changes.test(sentence.trim()))

const changes =
  /^(?:[-*\d.)]+\s{0,3})?\W{0,3}(?:create|add|write|implement|modify|update|edit|extend|refactor|move|delete|build)\b/i

/** Put off and called off are both work that nobody is to do now. */
const states: Record<string, Task['state']> = {
  done: 'done',
  completed: 'done',
  complete: 'done',
  'in-progress': 'active',
  in_progress: 'active',
  review: 'active',
  cancelled: 'skipped',
  canceled: 'skipped',
  deferred: 'skipped',
}

const dependenciesOf = (
  { id, parent, fields, line }: Item,
  ids: Set<string>,
  findings: Finding[],
): string[] => {
  const written = distinct(listOf(fields.dependencies).map(textOf))
  return written.flatMap((name) => {
    // In a subtask a plain number is its sibling; a whole id means the same everywhere.
    const meant = [parent === null ? [] : [`${parent}.${name}`], [name]].flat().find((each) => ids.has(each))
    if (meant === id) {
      const message = `${plainText(id, 40)} depends on itself, so it could never start. Take that dependency out.`
      findings.push({ severity: 'error', code: 'self-dependency', message, line })
      return []
    }
    if (meant !== undefined) return [meant]
    const message = `${plainText(id, 40)} depends on "${plainText(name, 40)}", which no task is. Take it out, or name one that there is.`
    findings.push({ severity: 'error', code: 'unknown-dependency', message, line })
    return []
  })
}

const duplicate = (id: string, line: number): Finding => ({
  severity: 'error',
  code: 'duplicate-id',
  message: `There is a task ${plainText(id, 40)} already, so this one is left out. Give it another id.`,
  line,
})

const join = (path: string, index: number): string => (path === '' ? String(index) : `${path}/${index}`)

/** `tasks.json` of Task Master. */
export const taskMaster: PlanFormat = {
  name: 'task-master',
  summary: '`tasks.json` of Task Master: tasks with subtasks and dependencies, with or without tags',
  example,
  detect: (text, file) =>
    /^\s*[[{]/.test(text) &&
    (/(?:^|[\\/])tasks\.json$/i.test(file) ||
      (/"tasks"\s*:\s*\[/.test(text) && /"dependencies"\s*:/.test(text))),
  parse,
}
