/** @jsxImportSource preact */
import type { GraphView } from '../view/graph-view.ts'
import type { StreamView } from '../view/stream-view.ts'
import { onlyChanged } from './only-changed.ts'
import { Scroller } from './scroller.tsx'
import { Nothing, Section } from './section.tsx'
import { toneOf } from './streams.tsx'

const WIDE = 168
const HIGH = 34
const APART = 56
const BETWEEN = 12
const MARGIN = 8

interface GraphProps {
  graph: GraphView
  streams: Record<string, StreamView>
}

export const Graph = onlyChanged(({ graph, streams }: GraphProps) => (
  <Section id="graph" title="Who waits for whom">
    {graph.nodes.length === 0 ? (
      <Nothing>The plan has no streams.</Nothing>
    ) : (
      <Drawing graph={graph} streams={streams} />
    )}
    <p class="hint">
      line: must have landed · dotted: should come first · dashed: barrier, everything left of it lands first
    </p>
  </Section>
))

const Drawing = ({ graph, streams }: GraphProps) => {
  const { columns, rows, nodes, edges, barriers } = graph
  const width = MARGIN * 2 + columns * WIDE + (columns - 1) * APART
  const height = MARGIN * 2 + rows * (HIGH + BETWEEN)
  const places = new Map(nodes.map(({ id, column, row }) => [id, placeOf(column, row)]))
  return (
    <Scroller label="Dependencies of all streams">
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={description(graph, streams)}
      >
        {barriers.map((column) => {
          const x = MARGIN + column * (WIDE + APART) - APART / 2
          return <line key={column} class="barrier" x1={x} x2={x} y1={0} y2={height} />
        })}
        {edges.map(({ from, to, kind }) => {
          const [a, b] = [places.get(from), places.get(to)]
          if (!a || !b) return null
          const [x1, y1, x2, y2] = [a.x + WIDE, a.y + HIGH / 2, b.x, b.y + HIGH / 2]
          const bend = Math.max(24, Math.abs(x2 - x1) / 2)
          return (
            <path
              key={`${from} ${to} ${kind}`}
              class={`edge ${kind}`}
              d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
            />
          )
        })}
        {nodes.map(({ id }) => (
          <Node key={id} id={id} place={places.get(id)} status={streams[id]?.status} />
        ))}
      </svg>
    </Scroller>
  )
}

interface NodeProps {
  id: string
  place: { x: number; y: number } | undefined
  status: StreamView['status'] | undefined
}

const Node = ({ id, place, status }: NodeProps) =>
  place && status ? (
    <g class={`node ${toneOf(status.name)}`}>
      <title>{`${id}: ${status.name}${status.why && `, ${status.why}`}`}</title>
      <rect x={place.x} y={place.y} width={WIDE} height={HIGH} rx={5} />
      <text x={place.x + 8} y={place.y + 14}>
        {id.length > 22 ? `${id.slice(0, 21)}…` : id}
      </text>
      <text class="word" x={place.x + 8} y={place.y + 28}>{`${status.glyph} ${status.name}`}</text>
    </g>
  ) : null

const placeOf = (column: number, row: number) => ({
  x: MARGIN + column * (WIDE + APART),
  y: MARGIN + row * (HIGH + BETWEEN),
})

const description = ({ nodes, edges }: GraphView, streams: Record<string, StreamView>): string =>
  nodes
    .map(({ id }) => {
      const on = edges.filter(({ to, kind }) => to === id && kind !== 'soft').map(({ from }) => from)
      return `${id}, ${streams[id]?.status.name}${on.length > 0 ? `, waits for ${on.join(', ')}` : ''}.`
    })
    .join(' ')
