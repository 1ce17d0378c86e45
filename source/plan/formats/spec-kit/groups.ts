import { headingParents, headingPath } from '../../heading-tree.ts'
import { indexIds, type ReferenceIndex, readReferences } from '../../references.ts'
import type { Heading, TaskBox, TaskList } from '../../task-boxes.ts'
import { readMarks } from '../../task-marks.ts'

/** A phase of the plan with the boxes below it. */
export interface BoxGroup {
  heading: Heading | null
  /** `3`, `3.1`; null where its heading has no number. */
  number: string | null
  /** `US1` where the phase is one story. */
  story: string | null
  boxes: TaskBox[]
}

/** Boxes by the phase they stand in; a phase may have headings of its own inside, for its tests or its models. */
export const groupBoxes = ({ headings, boxes }: TaskList, isTask: (box: TaskBox) => boolean): BoxGroup[] => {
  const parents = headingParents(headings)
  const groups = new Map<number | null, BoxGroup>()
  const kept = new Set(boxes.filter(isTask).map(({ heading }) => heading))
  for (const box of boxes) {
    // A box without an id is a task where it stands among some; a list of nothing but those is a checklist.
    if (!isTask(box) && (box.parent !== null || !kept.has(box.heading))) continue
    const at = groupHeading(box.heading, headings, parents)
    const group = groups.get(at) ?? newGroup(at === null ? null : (headings[at] ?? null))
    group.boxes.push(box)
    groups.set(at, group)
  }
  return [...groups.values()].map((group) => ({ ...group, story: group.story ?? storyOf(group.boxes) }))
}

/** The story that the tasks of a phase are marked with, if it is one: `[US1]`. */
const storyOf = (boxes: TaskBox[]): string | null => {
  const stories = new Set(boxes.map(({ title }) => readMarks(title).story))
  const [story] = stories
  return stories.size === 1 && story ? story : null
}

/** Also as the tool's own users write it in other languages. */
export const phaseHeading =
  /^[^\p{L}\p{N}]*(?:phase|fase|etapa|étape|фаза|阶段|階段|フェーズ|단계)\s?(\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?)(?![\p{L}\p{N}])/iu

/** The nearest phase above, else the outermost heading that is not the title of the plan. */
const groupHeading = (
  from: number | null,
  headings: Heading[],
  parents: (number | null)[],
): number | null => {
  const path = headingPath(from, parents)
  const phase = path.find((at) => phaseHeading.test(headings[at]?.text ?? ''))
  return phase ?? path.findLast((at) => (headings[at]?.depth ?? 1) > 1) ?? path.at(-1) ?? null
}

const newGroup = (heading: Heading | null): BoxGroup => {
  const text = heading?.text ?? ''
  const story = /\buser story\s(\d{1,3}(?:\.\d)?)|\bUS-?(\d{1,3})\b/i.exec(text)
  return {
    heading,
    number: phaseHeading.exec(text)?.[1] ?? null,
    story: story ? `US${story[1] ?? story[2]}` : null,
    boxes: [],
  }
}

/** Phases by number, story and the words of their titles. */
export interface GroupNames {
  groups: BoxGroup[]
  numbers: ReferenceIndex
  stories: ReferenceIndex
}

export const indexGroups = (groups: BoxGroup[]): GroupNames => ({
  groups,
  numbers: indexIds(groups.flatMap(({ number }) => number ?? [])),
  stories: indexIds(groups.flatMap(({ story }) => story ?? [])),
})

/** The phases that a phrase names, as positions: `Foundational (Phase 2)`, `US1 and US2`, `all user stories`. */
export const groupsIn = (written: string, { groups, numbers, stories }: GroupNames): number[] => {
  const phrase = written.replace(storyList, (_, list: string) => list.replace(/\d+/g, 'US$&'))
  const found = new Set<number>()
  const add = (fits: (group: BoxGroup) => boolean) =>
    groups.forEach((group, position) => {
      if (fits(group)) found.add(position)
    })
  const listed = (pattern: RegExp, index: ReferenceIndex) =>
    [...phrase.matchAll(pattern)].flatMap(
      ({ index: at, 0: whole }) => readReferences(phrase.slice(at + whole.length), index).ids,
    )
  const byNumber = new Set(listed(/\b(?:phases?|fases?|etapas?)\s{1,3}(?=\d)/gi, numbers))
  const byStory = new Set([...listed(/(?=\bUS-?\d)/gi, stories)])
  add(({ number }) => number !== null && byNumber.has(number))
  add(({ story }) => story !== null && byStory.has(story))
  if (found.size > 0) return [...found]
  if (/\b(?:all|every|each|any)\b[^.]{0,40}\b(?:user )?stor(?:y|ies)\b/i.test(phrase))
    add(({ story }) => story !== null)
  if (found.size > 0) return [...found]
  const words = phrase.toLowerCase()
  add(({ heading }) => {
    const [word = ''] =
      /\b(?:setup|foundation|integration|polish|core|tests)/i.exec(heading?.text ?? '') ?? []
    return word !== '' && words.includes(word.toLowerCase())
  })
  return [...found]
}

/** `User Stories 1, 2, and 3`. */
const storyList = /\buser stor(?:y|ies)\s{1,3}(\d[\d\s,&–-]{0,40}(?:and\s\d{1,3})?)/gi
