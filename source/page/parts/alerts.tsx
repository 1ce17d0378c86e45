/** @jsxImportSource preact */
import type { AlertView } from '../view/page-view.ts'
import { Age } from './age.tsx'
import { onlyChanged } from './only-changed.ts'
import { Nothing, Section } from './section.tsx'

export const Alerts = onlyChanged(({ alerts }: { alerts: AlertView[] }) => (
  <Section id="alerts" title="Alerts">
    {alerts.length === 0 && <Nothing>Nothing has passed its limit.</Nothing>}
    <ul class="plain">
      {alerts.map(({ id, level, text, mend, since }) => (
        <li key={id}>
          <span class={`tag ${level === 'urgent' ? 'bad' : level === 'warning' ? 'warn' : 'info'}`}>
            {level}
          </span>{' '}
          <b>{id}</b>, <Age at={since} />: {text} <span class="hint">{mend}</span>
        </li>
      ))}
    </ul>
  </Section>
))
