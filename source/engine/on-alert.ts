import type { Alert } from '../model/alert.ts'
import type { EventOf } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { watches } from './alerts/index.ts'
import { say } from './patch.ts'
import type { Updated } from './update.ts'

/** Told once. One that gets worse is told again, and is seen again by whoever had dismissed it. */
export function onRaised(before: Session, event: EventOf<'alert-raised'>): Updated {
  const { at, id, name, level, about, value, text } = event
  const known = before.alerts.find((each) => each.id === id)
  const alert: Alert = {
    ...{ id, name, level, about, value, text },
    ...{ since: known?.since ?? at, raisedAt: at, dismissed: null },
  }
  const mend = watches.find((watch) => watch.name === name)?.mend ?? ''
  const head = level === 'notice' ? 'Ready' : level === 'urgent' ? 'Urgent' : 'Alert'
  const session = { ...before, alerts: [...before.alerts.filter((each) => each.id !== id), alert] }
  return {
    session: say(session, at, 'orchestrator', `${head} ${id}: ${text} ${mend}`.trim(), TONES[level]),
    effects: [{ type: 'write-alert', alert, state: 'raised' }],
  }
}

const TONES = { notice: 'info', warning: 'warn', urgent: 'bad' } as const

export function onCleared(before: Session, { at, id }: EventOf<'alert-cleared'>): Updated {
  const alert = before.alerts.find((each) => each.id === id)
  if (!alert) return { session: before, effects: [] }
  const session = { ...before, alerts: before.alerts.filter((each) => each.id !== id) }
  return {
    session: say(session, at, 'orchestrator', `Over: ${id}.`, 'good'),
    effects: [{ type: 'write-alert', alert, state: 'cleared' }],
  }
}

export function onDismissed(before: Session, { at, id, until, by }: EventOf<'alert-dismissed'>): Updated {
  const alert = before.alerts.find((each) => each.id === id)
  if (!alert) return { session: before, effects: [] }
  const dismissed = { ...alert, dismissed: { at, until } }
  const session = { ...before, alerts: before.alerts.map((each) => (each.id === id ? dismissed : each)) }
  const how = until === null ? 'until it gets worse' : `for ${Math.round((until - at) / 60_000)} min`
  return {
    session: say(session, at, 'orchestrator', `${id} dismissed by ${by}, ${how}.`),
    effects: [{ type: 'write-alert', alert: dismissed, state: 'dismissed' }],
  }
}
