import { indexIds, type ReferenceIndex } from '../../references.ts'
import { slug } from '../../slug.ts'

/** A stream as far as a name in a dependency can mean it. */
export interface Named {
  id: string
  title: string
  letter: string
  phase: number
  phaseNumber: string
  phaseTitle: string
  /** Of the title, for names that are only similar. */
  words: string[]
}

export interface NameIndex {
  all: Named[]
  streams: Map<string, Named[]>
  phases: Map<string, Named[]>
  numbers: ReferenceIndex
}

export const indexNames = (all: Named[]): NameIndex => {
  const index: NameIndex = {
    all,
    streams: new Map(),
    phases: new Map(),
    numbers: indexIds(new Set(all.map(({ phaseNumber }) => phaseNumber))),
  }
  for (const named of all) {
    for (const name of new Set(streamNames(named))) add(index.streams, name, named)
    for (const name of new Set(phaseNames(named))) add(index.phases, name, named)
  }
  return index
}

/** Ids a name stands for: a stream by id, title or letter, or a phase with all its streams. */
export const findNamed = (name: string, self: Named, { streams, phases }: NameIndex): string[] => {
  for (const wanted of [slug(name), slug(name.replace(/\([^()]*\)/g, ''))]) {
    if (wanted === '') continue
    const [stream] = (streams.get(wanted) ?? []).toSorted(nearest(self))
    if (stream) return [stream.id]
    const phase = phases.get(wanted)
    if (phase) return phase.map(({ id }) => id)
  }
  return []
}

/** The letters come again in every phase: the own phase first, then the nearest before it. */
export const nearest =
  (self: Named) =>
  (a: Named, b: Named): number =>
    distance(self, a) - distance(self, b)

const distance = (self: Named, { phase }: Named): number =>
  phase <= self.phase ? self.phase - phase : 1000 + phase - self.phase

const streamNames = ({ id, title, letter }: Named): string[] => {
  const byTitle = [id, slug(title)]
  return letter ? [...byTitle, letter, `stream-${letter}`, slug(`stream-${letter}-${title}`)] : byTitle
}

const phaseNames = ({ phaseNumber, phaseTitle }: Named): string[] => [
  slug(`phase-${phaseNumber}`),
  slug(phaseTitle),
  slug(`phase-${phaseNumber}-${phaseTitle}`),
]

const add = (map: Map<string, Named[]>, name: string, named: Named): void => {
  const known = map.get(name)
  if (known) known.push(named)
  else map.set(name, [named])
}
