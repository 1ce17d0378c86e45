import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { watches } from '../../engine/alerts/index.ts'
import type { Alert } from '../../model/alert.ts'
import type { Effect } from '../../model/effect.ts'
import type { Runtime } from '../context.ts'
import { openPerson } from '../person.ts'

type Order = Extract<Effect, { type: 'write-alert' }>

/** A page for whoever looks at files, and the person's own notifier. Neither keeps the session from going on. */
export const writeAlert = (runtime: Runtime, order: Order): Promise<void> =>
  // One after another: the page of an alert is to say what came last.
  runtime.inTurn('alerts', () => write(runtime, order))

async function write(runtime: Runtime, { alert, state }: Order): Promise<void> {
  const { places, session, now } = runtime
  await mkdir(places.alerts, { recursive: true, mode: 0o700 })
  const page = alertPage(alert, { state, slug: session().slug, at: now() })
  await writeFile(join(places.alerts, fileOf(alert)), page, { mode: 0o600 })
  if (state !== 'dismissed') tell(runtime, alert, state)
}

/** Names of streams are of letters, digits and dashes, so only the colon has to go. */
const fileOf = ({ id }: Alert): string => `${id.replace(/[^a-z0-9-]+/gi, '-')}.md`

function alertPage(alert: Alert, { state, slug, at }: { state: string; slug: string; at: number }): string {
  const { id, level, text, name, since, dismissed } = alert
  const watch = watches.find((each) => each.name === name)
  const until = dismissed?.until ? ` until ${time(dismissed.until)}` : ''
  return [
    `# ${id}`,
    '',
    `- session: ${slug}`,
    `- level: ${level}`,
    `- state: ${state}${until}, ${time(at)}`,
    `- since: ${time(since)}`,
    '',
    text,
    '',
    watch?.mend ?? '',
    '',
  ].join('\n')
}

const time = (at: number): string => new Date(at).toISOString()

/** How long a notifier may take, ms. */
const PATIENCE = 10_000

/**
 * A command of the person's own settings, never of a repository. What is told goes in by the environment, so that no
 * text of a plan or an agent is ever read by the shell.
 */
function tell({ session }: Runtime, { id, level, text, about }: Alert, state: string): void {
  const person = openPerson(process.env)
  const command = person.ok ? person.value.onAlert : undefined
  if (!command) return
  const child = spawn('/bin/sh', ['-c', command], {
    env: {
      ...process.env,
      ...{ BR_ALERT_ID: id, BR_ALERT_STATE: state, BR_ALERT_LEVEL: level, BR_ALERT_ABOUT: about },
      ...{ BR_ALERT_TEXT: text, BR_ALERT_SESSION: session().slug },
    },
    stdio: 'ignore',
    detached: true,
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  })
  child.on('error', () => {})
  child.unref()
}
