import { headingParents, headingPath } from '../../heading-tree.ts'
import type { Heading, TaskList } from '../../task-boxes.ts'
import { phaseHeading } from './groups.ts'

export interface Said {
  text: string
}

/** `**Dependencies**: User Story 1 complete`, right below the heading of a phase. */
const ownNeeds = /^\*\*(?:dependenc(?:y|ies)|depends on):?\*\*:?\s{1,3}(?!none)(.{1,300})/i

/** What a plan says in prose of what comes first, by phase or below `Dependencies`; what it says there of chances for parallel work orders nothing. */
export const dependencyProse = ({ blocks, headings }: TaskList): Said[] => {
  const parents = headingParents(headings)
  const isMeant = headings.map((_, index) => {
    const texts = headingPath(index, parents).map((at) => headings[at]?.text ?? '')
    return texts.some((text) => /dependenc|dependênc|execution order/i.test(text)) && !texts.some(isAside)
  })
  const phaseOf = headings.map((_, index) => {
    const path = headingPath(index, parents).map((at) => phaseHeading.exec(headings[at]?.text ?? '')?.[1])
    return path.find((number) => number !== undefined) ?? null
  })
  const said: Said[] = []
  let at = -1
  for (const block of blocks) {
    if (block.kind === 'heading') at += 1
    else if (!isMeant[at]) {
      const own = block.kind === 'text' ? ownNeeds.exec(block.text) : null
      if (own && phaseOf[at]) said.push({ text: `Phase ${phaseOf[at]}: depends on ${own[1]}` })
    } else if (block.kind === 'item' || block.kind === 'text') said.push(block)
    else if (block.kind === 'code') {
      for (const text of block.text.split('\n')) said.push({ text })
    }
  }
  return said
}

const isAside = (text: Heading['text']): boolean =>
  /\bparallel(?:ism|ization)? (?:opportunit|example|execution|team)|^parallel\b|example|within each/i.test(
    text,
  )
