/** @jsxImportSource preact */
import type { HeadView } from '../view/head-view.ts'
import { Age } from './age.tsx'
import { onlyChanged } from './only-changed.ts'

export const Head = onlyChanged(({ head, cost }: { head: HeadView; cost: string }) => {
  const { title, plan, unit, position, length, tasks, forecast, auto, paused, createdAt, ended } = head
  const percent = tasks.total === 0 ? 100 : Math.round((100 * tasks.done) / tasks.total)
  return (
    <header>
      <h1>{title}</h1>
      <p class="facts">
        <span>
          {unit} {position} of {length}
        </span>
        <span>
          {tasks.done}/{tasks.total} tasks
        </span>
        {cost && <span>{cost}</span>}
        <span>
          started <Age at={createdAt} />
        </span>
        {auto && <span>auto is on</span>}
        {paused && <span>paused</span>}
        <span class="hint">{plan}</span>
      </p>
      <progress max={tasks.total || 1} value={tasks.total ? tasks.done : 1} aria-label="Tasks done">
        {percent} %
      </progress>
      <p>{forecast}</p>
      {ended && (
        <p class={ended.how === 'finished' ? 'good' : 'bad'}>
          {ended.how === 'needs-person' ? 'Stands still, a person is needed' : ended.how}{' '}
          <Age at={ended.at} />
          {ended.detail && `: ${ended.detail}`}
        </p>
      )}
    </header>
  )
})

export const Waiting = onlyChanged(({ head }: { head: HeadView }) =>
  head.waiting.length === 0 ? (
    <div />
  ) : (
    <section id="waiting" class="attention" aria-labelledby="waiting-title">
      <h2 id="waiting-title">▲ {head.waiting.length} waits for you</h2>
      <ul>
        {head.waiting.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  ),
)
