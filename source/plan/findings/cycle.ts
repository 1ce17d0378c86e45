import { plainText } from '../plain-text.ts'
import { allStreams, streamGroups } from '../stream-graph.ts'
import { findLoops } from './find-loops.ts'
import type { FindingKind, Found } from './finding-kind.ts'
import type { PlanContext } from './plan-context.ts'

export const cycle: FindingKind = {
  code: 'cycle',
  severity: 'error',
  means:
    'Streams or tasks wait for each other, so none of them could start. Waiting for something behind a barrier is a loop too: the barrier waits as well.',
  mend: 'Take one of the dependencies out.',
  example: `# Shop
## Phase 1: Pages - SEMI-PARALLEL
### Stream A: Basket (1 day)
**Depends on:** Checkout
**Files:** src/basket.ts
### Stream B: Checkout (1 day)
**Depends on:** Basket
**Files:** src/checkout.ts
`,
  find: (context) => {
    const loops = ofTasks(context)
    // The streams of many formats are made from tasks, and wait for each other because those do.
    return loops.length > 0 ? loops : ofStreams(context)
  },
}

interface Node {
  id: string
  name: string
  line: number
  dependsOn: string[]
  /** Which of the groups between barriers it is in. */
  group: number
}

const ofStreams = ({ plan }: PlanContext): Found[] =>
  loopsOf(
    streamGroups(plan).flatMap((streams, group) =>
      streams.map((stream) => ({ ...stream, name: stream.id, group })),
    ),
    'streams',
  )

const ofTasks = ({ plan }: PlanContext): Found[] => {
  if (allStreams(plan).every(({ tasks }) => tasks.every(({ dependsOn }) => dependsOn.length === 0))) return []
  return loopsOf(
    streamGroups(plan).flatMap((streams, group) =>
      streams.flatMap(({ tasks }) =>
        tasks.map((task) => ({ ...task, name: task.sourceId ?? task.id, group })),
      ),
    ),
    'tasks',
  )
}

const loopsOf = (nodes: Node[], what: string): Found[] => {
  const known = new Map(nodes.map((node) => [node.id, node]))
  const behind = nodes.flatMap((node) => {
    const later = node.dependsOn.find((id) => (known.get(id)?.group ?? -1) > node.group)
    return later === undefined ? [] : [[node.id, later, node.id]]
  })
  const loops = findLoops(new Map(nodes.map(({ id, dependsOn }) => [id, dependsOn])))
  return [...behind, ...loops].slice(0, 20).map((loop) => {
    const names = loop.map((id) => plainText(known.get(id)?.name ?? id, 60))
    const shown = names.length > 12 ? [...names.slice(0, 11), '…', ...names.slice(-1)] : names
    const message = `These ${what} wait for each other, so none could start: ${shown.join(' → ')}. Take one of the dependencies out.`
    return { message, line: known.get(loop[0] ?? '')?.line ?? 1 }
  })
}
