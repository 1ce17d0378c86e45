import { headingParents, headingPath } from '../../heading-tree.ts'
import type { Heading, TaskList } from '../../task-boxes.ts'

export interface Said {
  text: string
}

/** What a plan says in prose below `Dependencies`; what it says there of chances for parallel work orders nothing. */
export const dependencyProse = ({ blocks, headings }: TaskList): Said[] => {
  const parents = headingParents(headings)
  const isMeant = headings.map((_, index) => {
    const texts = headingPath(index, parents).map((at) => headings[at]?.text ?? '')
    return texts.some((text) => /dependenc|execution order/i.test(text)) && !texts.some(isAside)
  })
  const said: Said[] = []
  let at = -1
  for (const block of blocks) {
    if (block.kind === 'heading') at += 1
    else if (!isMeant[at]) continue
    else if (block.kind === 'item' || block.kind === 'text') said.push(block)
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
