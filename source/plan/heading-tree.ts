import type { Heading } from './task-boxes.ts'

/** For each heading the one it stands below, as an index; null: below none. */
export const headingParents = (headings: Heading[]): (number | null)[] => {
  const open: number[] = []
  return headings.map(({ depth }, index) => {
    while (open.length > 0 && (headings[open.at(-1) as number]?.depth ?? 0) >= depth) open.pop()
    const parent = open.at(-1) ?? null
    open.push(index)
    return parent
  })
}

/** A heading and those above it, from the inside out. */
export const headingPath = (index: number | null, parents: (number | null)[]): number[] => {
  const path: number[] = []
  for (let at = index; at !== null; at = parents[at] ?? null) path.push(at)
  return path
}
