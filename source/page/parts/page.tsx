/** @jsxImportSource preact */
import type { PageView } from '../view/page-view.ts'
import { Alerts } from './alerts.tsx'
import { Gantt } from './gantt.tsx'
import { Graph } from './graph.tsx'
import { Head, Waiting } from './head.tsx'
import { Landings } from './landings.tsx'
import { Blockers, Conflicts, Costs, Decisions, Findings } from './lists.tsx'
import { Streams } from './streams.tsx'

const PLACES = [
  ...['alerts', 'streams', 'schedule', 'graph', 'blockers', 'conflicts'],
  ...['landings', 'findings', 'decisions', 'costs'],
]

export const Page = ({ view }: { view: PageView }) => (
  <>
    <a class="skip" href="#streams">
      To the streams
    </a>
    <Head head={view.head} cost={view.costs.total} />
    <nav aria-label="Parts of this page">
      {PLACES.map((place) => (
        <a key={place} href={`#${place}`}>
          {place}
        </a>
      ))}
    </nav>
    <main>
      <Waiting head={view.head} />
      <Alerts alerts={view.alerts} />
      <Streams streams={view.streams} />
      <Gantt gantt={view.gantt} />
      <Graph graph={view.graph} streams={view.streams} />
      <Blockers streams={view.streams} />
      <Conflicts conflicts={view.conflicts} />
      <Landings landings={view.landings} logs="/log" />
      <Findings findings={view.findings} />
      <Decisions decisions={view.decisions} />
      <Costs costs={view.costs} />
    </main>
  </>
)
