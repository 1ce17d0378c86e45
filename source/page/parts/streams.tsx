/** @jsxImportSource preact */
import type { Deed } from '../view/activity.ts'
import type { StatusView } from '../view/page-view.ts'
import type { StreamView } from '../view/stream-view.ts'
import { Age } from './age.tsx'
import { onlyChanged } from './only-changed.ts'
import { Section } from './section.tsx'

const TONES: Record<StatusView['name'], string> = {
  ...{ running: 'info', stuck: 'warn', waits: 'warn', ready: 'plain', blocked: 'warn' },
  ...{ complete: 'good', failed: 'bad', paused: 'plain', queued: 'plain' },
}

export const toneOf = (name: StatusView['name']): string => TONES[name]

export const Streams = onlyChanged(({ streams }: { streams: Record<string, StreamView> }) => (
  <Section id="streams" title="Streams">
    <div class="cards">
      {Object.values(streams).map((stream) => (
        <Stream key={stream.id} stream={stream} />
      ))}
    </div>
  </Section>
))

const Stream = onlyChanged(({ stream }: { stream: StreamView }) => {
  const { id, title, status, tasks, doneBy, activity } = stream
  const done = tasks.filter(({ isDone }) => isDone).length
  return (
    <article id={`stream-${id}`} class={`card ${toneOf(status.name)}`} aria-labelledby={`stream-${id}-title`}>
      <h3 id={`stream-${id}-title`}>
        {id} <span class={`status ${toneOf(status.name)}`}>{`${status.glyph} ${status.name}`}</span>
      </h3>
      {title !== id && <p class="hint">{title}</p>}
      <p>
        {status.why}
        {status.since !== null && (
          <span class="hint">
            {status.why && ' · '}
            <Age at={status.since} />
          </span>
        )}
      </p>
      {status.next && (
        <p class="hint">
          In br-tui: <code>{status.next}</code>
        </p>
      )}
      <details>
        <summary>
          {done}/{tasks.length} tasks <span class="hint">{doneBy}</span>
        </summary>
        <ul class="plain tasks">
          {tasks.map((task) => (
            <li key={task.id} class={task.isDone ? 'done' : ''}>
              <span aria-hidden="true">{task.isDone ? '✓' : '○'}</span>
              <span class="unseen">{task.isDone ? 'done: ' : 'open: '}</span> {task.title}
            </li>
          ))}
        </ul>
      </details>
      <Day name="Today" deeds={activity.today} />
      <Day name="Yesterday" deeds={activity.yesterday} />
    </article>
  )
})

const Day = ({ name, deeds }: { name: string; deeds: Deed[] }) =>
  deeds.length === 0 ? null : (
    <div class="day">
      <h4>{name}</h4>
      <ol class="plain">
        {deeds.map(({ at, text, tone }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={new Date(at).toISOString()}>{clock(at)}</time> <span class={tone}>{text}</span>
          </li>
        ))}
      </ol>
    </div>
  )

const clock = (at: number): string => new Date(at).toTimeString().slice(0, 5)
