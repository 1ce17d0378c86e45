import type { Phase } from '../../../model/plan.ts'
import { append } from '../../append.ts'
import type { Block } from '../../markdown-blocks.ts'
import { type ReadHeading, readPhaseHeading, readStreamHeading } from './headings.ts'
import { labelKind } from './labels.ts'
import { readSection, readTaskHeading, type Section } from './section.ts'

export interface DraftStream {
  letter: string
  title: string
  duration: number | null
  line: number
  section: Section
}

export interface DraftPhase {
  number: string
  title: string
  mode: Phase['mode'] | null
  line: number
  depth: number
  /** What stands directly below its heading: the work of a phase that names no streams. */
  own: DraftStream
  streams: DraftStream[]
}

interface Outline {
  title: string | null
  phases: DraftPhase[]
  /** Blocks of the sections that belong to no phase: overviews, timelines, risks. */
  outside: Block[]
  contracts: Section['contracts']
}

/** Follows the headings: which section belongs to which phase or stream, and which to none. */
export const readOutline = (blocks: Block[]): Outline => {
  const sections = cutAtHeadings(blocks)
  const hasPhases = sections.some(({ heading }) => heading && readPhaseHeading(heading.text))
  const outline: Outline = { title: findTitle(sections), phases: [], outside: [], contracts: [] }
  let phase: DraftPhase | null = null
  let stream: { draft: DraftStream; depth: number } | null = null

  for (const { heading, blocks: inside } of sections) {
    const phaseHeading = heading && readPhaseHeading(heading.text)
    const streamHeading = heading && readStreamHeading(heading.text)
    if (heading && phaseHeading) {
      phase = newPhase(phaseHeading, heading, inside)
      stream = null
      outline.phases.push(phase)
      continue
    }
    // A plan may name streams and no phases: then they are all one phase, wherever they stand.
    if (heading && streamHeading && !hasPhases && !phase) {
      phase = newPhase(
        { number: '1', title: outline.title ?? '', duration: null, mode: 'parallel' },
        heading,
        [],
      )
      outline.phases.push(phase)
    }
    const left = heading && phase && hasPhases && heading.depth < phase.depth + (streamHeading ? 0 : 1)
    if (left) {
      phase = null
      stream = null
    }
    if (heading && phase && streamHeading) {
      stream = {
        draft: newStream(streamHeading, heading.line, readSection(inside, null)),
        depth: heading.depth,
      }
      phase.streams.push(stream.draft)
      continue
    }
    if (heading && stream && heading.depth <= stream.depth) stream = null
    const label = heading && labelOf(heading.text)
    const target: DraftStream | undefined = stream?.draft ?? (hasPhases ? phase?.own : undefined)
    if (target) {
      // Below a stream or phase a heading is a label (`#### Files`) or something we do not read.
      const task = heading && readTaskHeading(heading.text, heading.line, inside)
      if (label) readSection(inside, label, target.section)
      else if (task) target.section.headed.push(task)
      continue
    }
    append(outline.outside, inside)
    append(outline.contracts, readSection(inside, label).contracts)
  }
  outline.phases = outline.phases.filter((each, index, all) => !isCover(each, all[index + 1]))
  append(outline.contracts, outline.phases.flatMap(contractsOf))
  return outline
}

type Heading = Block & { kind: 'heading' }

interface HeadedBlocks {
  heading: Heading | null
  blocks: Block[]
}

const cutAtHeadings = (blocks: Block[]): HeadedBlocks[] => {
  const sections: HeadedBlocks[] = [{ heading: null, blocks: [] }]
  for (const block of blocks) {
    if (block.kind === 'heading') sections.push({ heading: block, blocks: [] })
    else sections.at(-1)?.blocks.push(block)
  }
  return sections
}

const findTitle = (sections: HeadedBlocks[]): string | null => {
  const headings = sections.flatMap(({ heading }) => heading ?? [])
  const plain = headings.filter(({ text }) => text && !readPhaseHeading(text) && !readStreamHeading(text))
  return plain.find(({ depth }) => depth === 1)?.text ?? null
}

const newPhase = (read: ReadHeading, { line, depth }: Heading, blocks: Block[]): DraftPhase => {
  const { number, mode } = read
  const title = read.title || `Phase ${number}`
  const own = newStream({ ...read, number: '', title }, line, readSection(blocks, null))
  return { number, title, mode, line, depth, own, streams: [] }
}

const newStream = (read: ReadHeading, line: number, section: Section): DraftStream => ({
  letter: read.number,
  title: read.title,
  duration: read.duration ?? section.duration,
  line,
  section,
})

const labelOf = (text: string): string | null => {
  const label = text.replace(/:$/, '')
  return labelKind(label) === 'other' ? null : label
}

/** `Phase 2` right above `Phase 2.1`, without a word of its own, is a cover and no work. */
const isCover = ({ own, streams, number, depth }: DraftPhase, next: DraftPhase | undefined): boolean =>
  streams.length === 0 &&
  own.section.work.length +
    own.section.headed.length +
    own.section.loose.length +
    own.section.files.length ===
    0 &&
  next !== undefined &&
  next.depth > depth &&
  next.number.startsWith(`${number}.`)

const contractsOf = ({ own, streams }: DraftPhase): Section['contracts'] =>
  [own, ...streams].flatMap(({ section }) => section.contracts)
