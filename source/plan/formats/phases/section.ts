import type { Task } from '../../../model/plan.ts'
import { append } from '../../append.ts'
import { readDuration } from '../../duration.ts'
import { filesInList, filesInText } from '../../find-files.ts'
import { type Entry, type LabelledList, readLists } from '../../labelled-lists.ts'
import type { Block } from '../../markdown-blocks.ts'
import { plainText } from '../../plain-text.ts'
import { stateOfBox } from '../../task-boxes.ts'
import { stepsOf } from '../../task-steps.ts'
import { labelKind } from './labels.ts'

type DraftTask = Omit<Task, 'id' | 'dependsOn' | 'parallel'>

export interface DraftFile {
  path: string
  line: number
}

/**
 * What must come first. A `list` is of names, each of which must exist and holds the stream up; a `soft` one holds
 * nothing up; `prose` is a sentence.
 */
export interface DraftDependency {
  text: string
  line: number
  kind: 'list' | 'soft' | 'prose'
}

/** What stands below one heading, as far as it means something. */
export interface Section {
  files: DraftFile[]
  contracts: DraftFile[]
  work: DraftTask[]
  /** Tasks that are headings of their own; they count where no list says what the work is. */
  headed: DraftTask[]
  /** Items of lists without a label: tasks if nothing else says what the work is. */
  loose: DraftTask[]
  dependencies: DraftDependency[]
  duration: number | null
}

/** `heading`: its text where it is itself a label (`#### Files`) of the section `into`. */
export const readSection = (blocks: Block[], heading: string | null, into = emptySection()): Section => {
  const lists = readLists(
    blocks,
    heading,
    (label) => labelKind(label) !== 'other',
    (label) => labelKind(label) === 'work',
  )
  for (const list of lists) addList(into, list)
  return into
}

const emptySection = (): Section => ({
  files: [],
  contracts: [],
  work: [],
  headed: [],
  loose: [],
  dependencies: [],
  duration: null,
})

const addList = (section: Section, list: LabelledList): void => {
  const lines = [...list.said, ...list.entries]
  const kind = list.label === null ? 'loose' : labelKind(list.label)
  if (kind === 'files') append(section.files, lines.flatMap(readFiles))
  else if (kind === 'contracts') append(section.contracts, lines.flatMap(readFiles))
  else if (kind === 'work') addWork(section, list)
  else if (kind === 'loose') addLoose(section, list.entries)
  else if (kind === 'duration') section.duration ??= readDuration(list.said[0]?.text ?? '')
  else if (kind === 'dependencies' || kind === 'depends-on' || kind === 'after') {
    append(
      section.dependencies,
      lines.map((line) => readDependency(line, sentenceKinds[kind])),
    )
  }
}

const readFiles = ({ text, line }: { text: string; line: number }): DraftFile[] =>
  filesInList(text).map((path) => ({ path, line }))

const addWork = (section: Section, { said, entries }: LabelledList): void => {
  append(section.work, entries.map(readTask))
  // `**Work:** one sentence` is a task, unless it only leads to a list further down.
  if (entries.length === 0)
    append(
      section.loose,
      said.slice(0, 1).map((line) => readTask({ ...bare, ...line })),
    )
}

const addLoose = (section: Section, entries: Entry[]): void => {
  for (const entry of entries) {
    if (dependsOn.test(entry.text)) section.dependencies.push(readDependency(entry, 'list'))
    else section.loose.push(readTask(entry))
  }
}

const sentenceKinds = { dependencies: 'prose', 'depends-on': 'list', after: 'soft' } as const

const readDependency = (
  { text, line }: { text: string; line: number },
  kind: DraftDependency['kind'],
): DraftDependency => {
  const named = dependsOn.exec(text)
  const rest = named ? text.slice(named[0].length) : text
  return { text: plainText(rest.replaceAll('**', '')), line, kind: named ? 'list' : kind }
}

const dependsOn = /^(?:\*\*)?(?:depends on|blocked by)(?:\*\*)?\s?:(?:\*\*)?\s*/i

const readTask = (entry: Omit<Entry, 'indent'>): DraftTask => {
  const text = plainText(entry.text.replaceAll('**', ''))
  const numbered = /^(T\d{3,5}|\d{1,4}(?:\.\d{1,4}){1,3})[.:)]?\s(.+)$/.exec(text)
  return {
    sourceId: numbered?.[1] ?? entry.number,
    title: numbered?.[2] ?? text,
    state: stateOfBox(entry.box),
    optional: entry.starred || /\(optional\)/i.test(text),
    files: filesInText([entry.text, ...entry.details].join('\n')),
    line: entry.line,
    run: stepsOf(entry.code, 'task'),
    onConflict: stepsOf(entry.code, 'conflict'),
    onRepair: stepsOf(entry.code, 'repair'),
  }
}

const taskHeading = /^(?:task|step)\s(\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?)\s?[:.–—-]\s?(\S.*)$/i

/** `#### Task 4.1: Write it`, with all that stands below it; null: the heading is of something else. */
export const readTaskHeading = (text: string, line: number, blocks: Block[]): DraftTask | null => {
  const [, number = null, title] = taskHeading.exec(text) ?? []
  if (title === undefined) return null
  const boxes = blocks.flatMap((block) => (block.kind === 'item' && block.box !== null ? [block.box] : []))
  const isDone = boxes.length > 0 && boxes.every((box) => stateOfBox(box) === 'done')
  const details = blocks.flatMap((block) =>
    block.kind === 'item' || block.kind === 'text' ? [block.text] : [],
  )
  return readTask({ ...bare, number, line, text: title, box: isDone ? 'x' : null, details })
}

const bare = { number: null, box: null, starred: false, details: [], code: [] }
