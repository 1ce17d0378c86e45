/** @jsxImportSource preact */
import type { GanttBar, GanttView } from '../view/gantt-view.ts'
import { onlyChanged } from './only-changed.ts'
import { Scroller } from './scroller.tsx'
import { Nothing, Section } from './section.tsx'

const LEFT = 180
const WIDE = 720
const ROW = 24
const TOP = 28

export const Gantt = onlyChanged(({ gantt }: { gantt: GanttView }) => (
  <Section id="schedule" title="Schedule">
    {gantt.bars.length === 0 ? <Nothing>The plan has no streams.</Nothing> : <Chart gantt={gantt} />}
    <p class="hint">
      thin: as planned · wide: by what is known now · filled: done · outlined: longest way · dashed: barrier
    </p>
  </Section>
))

const Chart = ({ gantt }: { gantt: GanttView }) => {
  const { unit, length, now, barriers, bars } = gantt
  const scale = WIDE / Math.max(length, 1)
  const height = TOP + bars.length * ROW + 8
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => each * scale >= 28) ?? 1000
  const ticks = Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step)
  const x = (time: number) => round(LEFT + time * scale)
  return (
    <Scroller label="Schedule of all streams">
      <svg
        width={LEFT + WIDE + 16}
        height={height}
        viewBox={`0 0 ${LEFT + WIDE + 16} ${height}`}
        role="img"
        aria-label={`Schedule in ${unit}s, at ${unit} ${now} of ${length}. ${bars.map((bar) => sentence(bar, unit)).join(' ')}`}
      >
        {ticks.map((at) => (
          <g key={at}>
            <line class="grid" x1={x(at)} x2={x(at)} y1={TOP - 6} y2={height - 8} />
            <text class="dim" x={x(at) + 3} y={TOP - 10}>
              {at + 1}
            </text>
          </g>
        ))}
        {barriers.map((at) => (
          <line key={at} class="barrier" x1={x(at)} x2={x(at)} y1={TOP - 6} y2={height - 8} />
        ))}
        {bars.map((bar, row) => (
          <Bar key={bar.id} bar={bar} y={TOP + row * ROW} x={x} unit={unit} />
        ))}
        <line class="now" x1={x(now)} x2={x(now)} y1={TOP - 6} y2={height - 8} />
      </svg>
    </Scroller>
  )
}

interface BarProps {
  bar: GanttBar
  y: number
  x: (time: number) => number
  unit: string
}

const Bar = ({ bar, y, x, unit }: BarProps) => {
  const { id, planned, ahead, done, isLongest } = bar
  const width = Math.max(3, x(ahead.end) - x(ahead.start))
  return (
    <g>
      <title>{sentence(bar, unit)}</title>
      <text x={4} y={y + 14}>
        {id.length > 24 ? `${id.slice(0, 23)}…` : id}
      </text>
      <rect
        class="planned"
        x={x(planned.start)}
        y={y + 18}
        width={Math.max(2, x(planned.end) - x(planned.start))}
        height={3}
      />
      <rect
        class={isLongest ? 'bar longest' : 'bar'}
        x={x(ahead.start)}
        y={y + 3}
        width={width}
        height={13}
        rx={3}
      />
      {done > 0 && (
        <rect class="filled" x={x(ahead.start)} y={y + 3} width={round(width * done)} height={13} rx={3} />
      )}
    </g>
  )
}

const sentence = ({ id, planned, ahead, done, isLongest }: GanttBar, unit: string): string =>
  `${id}: ${Math.round(done * 100)} % done, planned ${planned.start} to ${planned.end}, now ${ahead.start} to ${ahead.end} ${unit}s${isLongest ? ', on the longest way' : ''}.`

const round = (value: number): number => Math.round(value * 10) / 10
