import { dependenciesIn, type NamedDependency } from '../../dependency-words.ts'
import type { Finding } from '../../diagnose.ts'
import { plainText } from '../../plain-text.ts'
import { slug, unique } from '../../slug.ts'
import type { DraftTask, TaskGroup } from '../../streams-from-tasks.ts'
import { type TaskBox, type TaskList, taskOfBox } from '../../task-boxes.ts'

interface Section {
  title: string
  line: number
  boxes: { box: TaskBox; index: number }[]
}

/** A group for each heading with boxes below it, and in which order they come. */
export const readSections = (list: TaskList): { groups: TaskGroup[]; findings: Finding[] } => {
  const all = sectionsOf(list)
  const sections = all.filter(({ title }) => !isCriteria(title))
  const left = sections.length === 0 ? [] : all.filter(({ title }) => isCriteria(title))
  const kept = sections.length === 0 ? all : sections
  const findings = left.map(({ title, line }): Finding => {
    const message = `The boxes below "${plainText(title, 60)}" say when the work is good; they are no tasks and are left out.`
    return { severity: 'info', code: 'criteria-left-out', message, line }
  })
  const ids = idsOf(kept)
  const tasks = kept.map((section) =>
    section.boxes.map((each) => draftOf(each, list, section, ids, findings)),
  )
  return { groups: inOrder(kept, tasks), findings }
}

const sectionsOf = ({ boxes, headings }: TaskList): Section[] => {
  const byHeading = Map.groupBy(boxes.keys(), (index) => boxes[index]?.heading ?? -1)
  return [...byHeading].map(([heading, members]) => ({
    title: (headings[heading]?.text ?? '').replace(/\s*\[checkpoint:[^\]]{0,60}\]/i, ''),
    line: headings[heading]?.line ?? boxes[members[0] ?? 0]?.line ?? 1,
    boxes: members.map((index) => ({ box: boxes[index] as TaskBox, index })),
  }))
}

const isCriteria = (title: string): boolean =>
  /\b(?:acceptance|success|completion|exit|done|quality)\s(?:criteria|checklist|gates?)\b|\bdefinition of done\b/i.test(
    title,
  )

/** Ids may begin anew in each section: a name means the one in its own section before it means one elsewhere. */
interface Ids {
  own: Map<Section, Map<string, number>>
  anywhere: Map<string, number>
}

const idsOf = (sections: Section[]): Ids => {
  const ids: Ids = { own: new Map(), anywhere: new Map() }
  for (const section of sections) {
    const own = new Map<string, number>()
    ids.own.set(section, own)
    for (const { box, index } of section.boxes) {
      if (box.id === null) continue
      if (!own.has(box.id)) own.set(box.id, index)
      if (!ids.anywhere.has(box.id)) ids.anywhere.set(box.id, index)
    }
  }
  return ids
}

const draftOf = (
  { box, index }: { box: TaskBox; index: number },
  list: TaskList,
  section: Section,
  ids: Ids,
  findings: Finding[],
): DraftTask => {
  const task = taskOfBox(box)
  const said = [box.text, ...box.details.map(({ text }) => text)].slice(0, 100).flatMap(dependenciesIn)
  return {
    ...task,
    title:
      task.title
        .replace(isParallel, '')
        .replace(/^\s*Task:\s+/, '')
        .replace(/\s[0-9a-f]{7,40}$/, '')
        .trim() || task.title,
    key: String(index),
    unit: String(outermost(index, list)),
    parallel: box.parent === null && isParallel.test(box.text),
    dependsOn: said.flatMap((each) => meant(each, box, index, section, ids, findings)),
  }
}

const isParallel = /(?:^|\s)[[(](?:P|parallel)[\])]/i

const outermost = (index: number, { boxes }: TaskList): number => {
  let at = index
  for (let parent = boxes[at]?.parent; parent !== null && parent !== undefined; parent = boxes[at]?.parent)
    at = parent
  return at
}

const meant = (
  { name, strict }: NamedDependency,
  box: TaskBox,
  index: number,
  section: Section,
  ids: Ids,
  findings: Finding[],
): string[] => {
  const found = ids.own.get(section)?.get(name) ?? ids.anywhere.get(name)
  if (found !== undefined && found !== index) return [String(found)]
  if (!strict) return []
  const who = plainText(box.id ?? box.title, 40)
  if (found === index) {
    const message = `${who} depends on itself, so it could never start. Take that dependency out.`
    findings.push({ severity: 'error', code: 'self-dependency', message, line: box.line, at: name })
    return []
  }
  const message = `${who} depends on "${plainText(name, 40)}", which no task is called. Take it out, or name one that there is.`
  findings.push({ severity: 'error', code: 'unknown-dependency', message, line: box.line, at: name })
  return []
}

/**
 * Phases, steps and what lays the ground or comes last hold all others up. Other sections come one after another, too,
 * as a list is written to be read so, unless they are not numbered and say what files they touch: those stand side by side.
 */
const inOrder = (sections: Section[], tasks: DraftTask[][]): TaskGroup[] => {
  const taken = new Set<string>()
  let front: string[] = []
  let run: { id: string; open: boolean }[] = []
  return sections.map(({ title, line }, index): TaskGroup => {
    const own = tasks[index] ?? []
    const id = unique(slug(title).slice(0, 24).replace(/-$/, '') || 'tasks', taken)
    taken.add(id)
    const before = sections[index - 1]?.title ?? ''
    const barrier = index > 0 && (isStep(title) || isGround(before) || isLast(title))
    const open =
      (own.some(({ files }) => files.length > 0) && !isNumbered(title)) || /\bparallel\b/i.test(title)
    if (barrier) {
      front = []
      run = []
    } else if (!(open && run.every((each) => each.open))) {
      front = run.map((each) => each.id)
      run = []
    }
    run.push({ id, open })
    return { id, title, line, barrier, order: 'listed', after: [...front], tasks: own }
  })
}

export const isStep = (title: string): boolean =>
  /^\W{0,4}(?:phase|step|stage|milestone|sprint|week|day|wave|iteration)\s?[\dA-Z]/i.test(title)
const isNumbered = (title: string): boolean => /^\W{0,4}\d{1,3}(?:[.:)]|\s[–—-])/.test(title)
/** Only in front: "Stack-aware validation" is a part like any other. */
const isGround = (title: string): boolean =>
  /^[\W\d]{0,9}(?:(?:project|initial|environment|repo(?:sitory)?)\s)?(?:set-?up|foundations?|prerequisites?|scaffold(?:ing)?|bootstrap(?:ping)?|preparations?)\b/i.test(
    title,
  )
const isLast = (title: string): boolean =>
  /^[\W\d]{0,9}(?:final(?:ly|ize|ise)?|verif(?:y|ication)|validation|polish|release|deploy(?:ment)?|clean-?up|sign-?off|integration tests?)\b/i.test(
    title,
  )
