/** @jsxImportSource preact */
import type { ConflictView } from '../view/conflict-view.ts'
import type { CostRow, CostView } from '../view/cost-view.ts'
import type { DecisionView, FindingView } from '../view/page-view.ts'
import type { StreamView } from '../view/stream-view.ts'
import { Age } from './age.tsx'
import { onlyChanged } from './only-changed.ts'
import { Scroller } from './scroller.tsx'
import { Nothing, Section } from './section.tsx'

const HELD = ['failed', 'blocked', 'stuck', 'waits', 'paused']

export const Blockers = onlyChanged(({ streams }: { streams: Record<string, StreamView> }) => {
  const held = Object.values(streams)
    .filter(({ status }) => HELD.includes(status.name))
    .sort((a, b) => HELD.indexOf(a.status.name) - HELD.indexOf(b.status.name))
  return (
    <Section id="blockers" title="What does not go on">
      {held.length === 0 && <Nothing>Nothing holds a stream up.</Nothing>}
      <ul class="plain">
        {held.map(({ id, status: { glyph, name, why, since, next } }) => (
          <li key={id}>
            <a href={`#stream-${id}`}>{id}</a> <b>{`${glyph} ${name}`}</b> {why}
            {since !== null && (
              <span class="hint">
                {' '}
                · <Age at={since} />
              </span>
            )}
            {next && (
              <span class="hint">
                {' '}
                · type <code>{next}</code>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
})

export const Conflicts = onlyChanged(({ conflicts }: { conflicts: ConflictView[] }) => (
  <Section id="conflicts" title="Conflicts">
    {conflicts.length === 0 && <Nothing>No work is in conflict.</Nothing>}
    <ul class="plain">
      {conflicts.map(({ stream, where, against, who }) => (
        <li key={stream}>
          <a href={`#stream-${stream}`}>{stream}</a> with {against.join(', ') || 'what has landed'}:{' '}
          <code>{where}</code> <span class="hint">{who}</span>
        </li>
      ))}
    </ul>
  </Section>
))

export const Decisions = onlyChanged(({ decisions }: { decisions: DecisionView[] }) => (
  <Section id="decisions" title="Decisions">
    {decisions.length === 0 && <Nothing>No decision is shared yet.</Nothing>}
    <ul class="plain">
      {decisions.map(({ at, by, text }) => (
        <li key={`${at} ${text}`}>
          {text}{' '}
          <span class="hint">
            {by}, <Age at={at} />
          </span>
        </li>
      ))}
    </ul>
  </Section>
))

export const Findings = onlyChanged(({ findings }: { findings: FindingView[] }) => (
  <Section id="findings" title="Findings">
    {findings.length === 0 && <Nothing>Nothing is found in what has not landed.</Nothing>}
    <ul class="plain">
      {findings.map(({ stream, severity, text, mend }) => (
        <li key={`${stream} ${text}`}>
          <span class={`tag ${severity === 'error' ? 'bad' : severity === 'warning' ? 'warn' : 'info'}`}>
            {severity}
          </span>{' '}
          <a href={`#stream-${stream}`}>{stream}</a> <code>{text}</code> <span class="hint">{mend}</span>
        </li>
      ))}
    </ul>
  </Section>
))

export const Costs = onlyChanged(({ costs }: { costs: CostView }) => (
  <Section id="costs" title="Costs">
    {costs.total === '' ? (
      <Nothing>No agent has told yet what it used.</Nothing>
    ) : (
      <>
        <p>
          <b>{costs.total}</b> in all{costs.ceilings.length > 0 && `; ceilings: ${costs.ceilings.join(', ')}`}
        </p>
        <div class="tables">
          <Table of="stream" rows={costs.byStream} />
          <Table of="model" rows={costs.byModel} />
          <Table of="day" rows={costs.byDay} />
        </div>
      </>
    )}
  </Section>
))

const Table = ({ of, rows }: { of: string; rows: CostRow[] }) => (
  <Scroller label={`Costs by ${of}`}>
    <table>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">cost</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, text }) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroller>
)
