import type { Stream } from '../../model/plan.ts'
import { plainText } from '../plain-text.ts'
import { listed } from '../words.ts'
import type { FindingKind, Found } from './finding-kind.ts'
import type { PlanContext } from './plan-context.ts'

export const duplicateName: FindingKind = {
  code: 'duplicate-name',
  severity: 'info',
  means:
    'Two streams have one name, or a letter comes again in a later phase, so that "Stream A" alone means either. In one phase two streams of one name are an error; over phases their ids carry the phase.',
  mend: 'Give each stream a name and a letter of its own.',
  example: `# Shop
## Phase 1: Pages - PARALLEL
### Stream A: Basket (1 day)
**Files:** src/basket.ts
### Stream B: Basket (1 day)
**Files:** src/checkout.ts
`,
  find: (context) => [...inPhases(context), ...overPhases(context)],
}

const inPhases = ({ plan }: PlanContext): Found[] =>
  plan.phases.flatMap(({ streams }) => {
    const first = new Map<string, Stream>()
    return streams.flatMap((stream): Found[] => {
      const name = stream.title.toLowerCase()
      const other = first.get(name)
      if (!other) first.set(name, stream)
      if (!other) return []
      const message = `Line ${other.line} has a stream "${plainText(stream.title, 60)}" in this phase already. Give one another name.`
      return [{ severity: 'error', message, line: stream.line }]
    })
  })

/** One finding a phase, at the first of its streams: a plan that begins at A again does so with all of them. */
const overPhases = ({ plan, lines }: PlanContext): Found[] => {
  const known = new Map<string, string>()
  return plan.phases.flatMap(({ id, streams }): Found[] => {
    const own = streams.flatMap((stream) => calledIn(lines, stream).map((name) => ({ name, stream })))
    const again = own.filter(({ name }) => known.has(name))
    const earlier = new Set(again.map(({ name }) => known.get(name) ?? ''))
    for (const { name } of own) if (!known.has(name)) known.set(name, id)
    const [first] = again
    if (!first) return []
    const names = again.map(({ name }) => `"${name}"`)
    const isOne = names.length === 1
    const message = `${listed(names)} ${isOne ? 'is the name of a stream' : 'are names of streams'} in ${listed([...earlier])} already, so alone ${isOne ? 'it is' : 'they are'} ambiguous. Go on with other letters and names.`
    return [{ message, line: first.stream.line }]
  })
}

/** Only what a plan calls a stream itself, in a heading: titles of our own making mean nothing to its reader. */
const calledIn = (lines: string[], { title, line }: Stream): string[] => {
  const heading = /^\s*#{1,6}[^\p{L}\p{N}]*(?:(?:work)?stream|track)\s([a-z]\d?|\d{1,4})\b/iu.exec(
    lines[line - 1] ?? '',
  )
  return heading ? [`Stream ${heading[1]?.toUpperCase()}`, title] : []
}
