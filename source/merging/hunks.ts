/** A file as a three-way merge sees it: stretches that are settled, and such where both sides differ. Lines keep their ends. */
export type Hunk = { kind: 'settled'; lines: string[] } | ({ kind: 'conflict' } & Sides)

export interface Sides {
  ours: string[]
  base: string[]
  theirs: string[]
}

/** Reads what `git merge-file --diff3` prints, with markers of a length that no line of the file begins with. */
export function readHunks(text: string, markerSize: number): Hunk[] {
  const marks = { '<': 'ours', '|': 'base', '=': 'theirs' } as const
  const hunks: Hunk[] = []
  let part: keyof Sides | null = null
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const mark = /^([<|=>])\1*/.exec(line)?.[0]
    const sign = mark?.length === markerSize ? (mark[0] as '<' | '|' | '=' | '>') : null
    if (sign === '<') hunks.push({ kind: 'conflict', ours: [], base: [], theirs: [] })
    if (sign !== null) {
      part = sign === '>' ? null : marks[sign]
      continue
    }
    const last = hunks.at(-1)
    if (part !== null && last?.kind === 'conflict') last[part].push(line)
    else if (last?.kind === 'settled') last.lines.push(line)
    else hunks.push({ kind: 'settled', lines: [line] })
  }
  return hunks
}

/** A marker longer than any run of such signs that a line of the texts begins with, and than git's own. */
export const markerSizeFor = (texts: readonly string[]): number =>
  Math.max(7, ...texts.flatMap((text) => [...text.matchAll(/^[<|=>]{7,}/gm)].map(([{ length }]) => length))) +
  1
