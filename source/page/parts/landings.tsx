/** @jsxImportSource preact */
import type { LandingView, RunView } from '../view/landing-view.ts'
import { Age } from './age.tsx'
import { onlyChanged } from './only-changed.ts'
import { Nothing, Section } from './section.tsx'

interface LandingsProps {
  landings: LandingView[]
  /** Where logs can be had; without it none is offered. */
  logs: string | null
}

export const Landings = onlyChanged(({ landings, logs }: LandingsProps) => (
  <Section id="landings" title="Checkpoints and merges">
    {landings.length === 0 && <Nothing>Nothing has landed yet.</Nothing>}
    {landings.map((landing) => (
      <Landing key={landing.number} landing={landing} logs={logs} />
    ))}
  </Section>
))

const Landing = ({ landing, logs }: { landing: LandingView; logs: string | null }) => {
  const { name, state, at, commit, members, leftOut, verdict, runs, coverage, detail, number } = landing
  return (
    <details class="landing">
      <summary>
        <b>{name}</b>{' '}
        <span
          class={
            state === 'published' ? 'good' : state === 'rejected' || state === 'failed' ? 'bad' : 'plain'
          }
        >
          {state}
        </span>
        {verdict && (
          <>
            {' · tests '}
            <span class={toneOf(verdict.status)}>{verdict.status}</span>
          </>
        )}
        <span class="hint">
          {' · '}
          {members.join(', ') || 'no stream'} · <Age at={at} /> {commit}
        </span>
      </summary>
      {detail && <p>{detail}</p>}
      {coverage && <p>Coverage {coverage}</p>}
      <ul class="plain">
        {leftOut.map((out) => (
          <li key={out.stream}>
            <span class="bad">
              {out.stream} left out ({out.reason})
            </span>{' '}
            {out.detail}
          </li>
        ))}
        {[...(verdict ? [verdict] : []), ...runs].map((run) => (
          <Run key={run.name} run={run} landing={number} logs={logs} />
        ))}
      </ul>
    </details>
  )
}

interface RunProps {
  run: RunView
  landing: number
  logs: string | null
}

const Run = ({ run, landing, logs }: RunProps) => {
  const { name, status, summary, failing, flaky, seconds, streams, log } = run
  return (
    <li>
      {name}: <span class={toneOf(status)}>{status}</span> in {seconds} s. {summary}
      {streams.length > 0 && <span class="hint"> {streams.join(' + ')}</span>}
      {failing.length > 0 && <span> Failing: {failing.join(', ')}.</span>}
      {flaky.length > 0 && <span> Flaky: {flaky.join(', ')}.</span>}
      {log !== null && logs !== null && (
        <>
          {' '}
          <a href={`${logs}/${landing}/${log}`} aria-label={`Log of landing ${landing}: ${name}`}>
            log
          </a>
        </>
      )}
    </li>
  )
}

const toneOf = (status: string): string =>
  status === 'passed' ? 'good' : status === 'failed' ? 'bad' : 'warn'
