import { isWithin, namersOf } from '../named-files.ts'
import { findOverlaps } from '../overlaps.ts'
import { plainText } from '../plain-text.ts'
import { listed } from '../words.ts'
import type { FindingKind, Found } from './finding-kind.ts'
import { parallelRuns } from './parallel-runs.ts'
import { placeOfFile } from './place-of-file.ts'
import type { PlanContext } from './plan-context.ts'

export const sharedFile: FindingKind = {
  code: 'shared-file',
  severity: 'warning',
  means:
    'Streams that nothing keeps apart, or tasks in a row that are marked parallel, name the same file: the file itself, a folder that it lies in, or a pattern that means it. Side by side their work may conflict: a free worker takes such a stream last, and the forecast keeps them apart.',
  mend: 'Give the file to one of them, or let one depend on the other.',
  example: `# Shop
## Phase 1: Pages - PARALLEL
### Stream A: Basket (1 day)
**Files:** src/pages/basket.ts
### Stream B: Checkout (1 day)
**Files:** src/pages/
`,
  find: (context) => [...betweenStreams(context), ...betweenTasks(context)],
}

const betweenStreams = ({ plan, lines }: PlanContext): Found[] =>
  findOverlaps(plan).map(({ file, streams }) => {
    const place = placeOfFile(plan, lines, streams.at(-1) ?? '', (own) => isWithin(own, file))
    const what = place.at === undefined || place.at === file ? '' : ', or something in it,'
    const message = `${plainText(file, 80)}${what} is named by ${listed(streams)}: side by side their work may conflict. Give it to one of them, or let one depend on the other.`
    return { message, ...place }
  })

const betweenTasks = ({ plan }: PlanContext): Found[] =>
  parallelRuns(plan).flatMap((run) => {
    const tasks = new Map(run.map((task) => [task.id, task]))
    const found = [...namersOf(run)].filter(([, ids]) => ids.length > 1)
    return found.flatMap(([file, ids]): Found[] => {
      const ordered = ids.some((id) => tasks.get(id)?.dependsOn.some((other) => ids.includes(other)))
      const second = tasks.get(ids[1] ?? '')
      if (ordered || !second) return []
      const names = ids.map((id) => tasks.get(id)?.sourceId ?? id)
      const message = `${listed(names)} are marked parallel in a row, and all name ${plainText(file, 80)}. Take the mark off all but one, or give each a file of its own.`
      return [{ message, line: second.line, at: file }]
    })
  })
