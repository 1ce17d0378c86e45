import type { Effect } from '../model/effect.ts'
import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { nextAlerts } from './alerts/next-alerts.ts'
import { nextEvent } from './next-event.ts'
import * as alert from './on-alert.ts'
import * as batch from './on-batch.ts'
import * as conflict from './on-conflict.ts'
import * as drift from './on-drift.ts'
import * as findings from './on-findings.ts'
import * as foresight from './on-foreseen.ts'
import * as halt from './on-halt.ts'
import * as help from './on-help.ts'
import * as landing from './on-landing.ts'
import * as money from './on-money.ts'
import * as permission from './on-permission.ts'
import * as plan from './on-plan.ts'
import * as report from './on-report.ts'
import * as rollback from './on-rollback.ts'
import * as routing from './on-routing.ts'
import * as session from './on-session.ts'
import * as stream from './on-stream.ts'

export interface Updated {
  session: Session
  effects: Effect[]
}

/**
 * What an event makes of a session, and what is to be done about it. Reads no clock, no environment and no
 * randomness: those arrive inside events. Clients apply the same function, so every one of them sees one truth.
 */
export function update(before: Session, event: Event): Updated {
  switch (event.type) {
    case 'session-opened':
      return session.onOpened(event)
    case 'session-resumed':
      return session.onResumed(before, event)
    case 'session-stopped':
      return session.onStopped(before, event)
    case 'session-finished':
      return session.onFinished(before, event)
    case 'plan-reread':
      return plan.onReread(before, event)
    case 'stream-dropped':
      return plan.onDropped(before, event)
    case 'stream-kept':
      return plan.onKept(before, event)
    case 'session-paused':
      return session.onPaused(before, event)
    case 'session-continued':
      return session.onContinued(before, event)
    case 'auto-switched':
      return session.onAutoSwitched(before, event)
    case 'decision-recorded':
      return session.onDecision(before, event)
    case 'noticed':
      return session.onNoticed(before, event)
    case 'stream-preparing':
      return stream.onPreparing(before, event)
    case 'stream-prepared':
      return stream.onPrepared(before, event)
    case 'stream-not-prepared':
      return stream.onNotPrepared(before, event)
    case 'stream-synced':
      return stream.onSynced(before, event)
    case 'stream-published':
      return stream.onPublished(before, event)
    case 'stream-blocked':
      return stream.onBlocked(before, event)
    case 'stream-unblocked':
      return stream.onUnblocked(before, event)
    case 'stream-helped':
      return help.onHelped(before, event)
    case 'stream-paused':
      return stream.onPaused(before, event)
    case 'stream-continued':
      return stream.onContinued(before, event)
    case 'message-left':
      return stream.onMessage(before, event)
    case 'batch-requested':
      return batch.onRequested(before, event)
    case 'batch-skipped':
      return batch.onSkipped(before, event)
    case 'conflict-handed':
      return conflict.onHanded(before, event)
    case 'conflict-aborted':
      return conflict.onAborted(before, event)
    case 'repair-requested':
      return batch.onRepairRequested(before, event)
    case 'attempt-opened':
      return batch.onOpened(before, event)
    case 'attempt-started':
      return batch.onStarted(before, event)
    case 'attempt-routed':
      return routing.onRouted(before, event)
    case 'model-settled':
      return routing.onModelSettled(before, event)
    case 'model-asked':
      return routing.onModelAsked(before, event)
    case 'usage-reported':
      return money.onUsage(before, event)
    case 'budget-set':
      return money.onBudget(before, event)
    case 'attempt-progressed':
      return report.onProgressed(before, event)
    case 'question-asked':
      return report.onQuestion(before, event)
    case 'attempt-in-session':
      return batch.onInSession(before, event)
    case 'attempt-silent':
      return batch.onSilent(before, event)
    case 'permission-asked':
      return permission.onAsked(before, event)
    case 'permission-answered':
      return permission.onAnswered(before, event)
    case 'permission-withdrawn':
      return permission.onWithdrawn(before, event)
    case 'halt-over':
      return halt.onHaltOver(before, event)
    case 'halt-lifted':
      return halt.onGotThrough(before, event)
    case 'attempt-cancelled':
      return batch.onCancelled(before, event)
    case 'attempt-handed-in':
      return batch.onHandedIn(before, event)
    case 'attempt-exited':
      return batch.onExited(before, event)
    case 'attempt-ended':
      return routing.logged(batch.onEnded(before, event), event)
    case 'finding-allowed':
      return findings.onAllowed(before, event)
    case 'rewrite-asked':
      return findings.onRewriteAsked(before, event)
    case 'attempt-not-judged':
      return findings.onNotJudged(before, event)
    case 'plan-amended':
      return drift.onAmended(before, event)
    case 'hand-over-asked':
      return drift.onHandOverAsked(before, event)
    case 'file-handed-over':
      return drift.onHandedOver(before, event)
    case 'change-refused':
      return drift.onRefused(before, event)
    case 'landing-requested':
      return landing.onRequested(before, event)
    case 'landing-judged':
      return routing.logLeftOut(before, landing.onJudged(before, event))
    case 'landing-published':
      return routing.logLeftOut(before, landing.onPublished(before, event))
    case 'landing-failed':
      return landing.onFailed(before, event)
    case 'bring-back-asked':
      return rollback.onBringBackAsked(before, event)
    case 'work-brought-back':
      return rollback.onBroughtBack(before, event)
    case 'conflicts-foreseen':
      return foresight.onForeseen(before, event)
    case 'alert-raised':
      return alert.onRaised(before, event)
    case 'alert-cleared':
      return alert.onCleared(before, event)
    case 'alert-dismissed':
      return alert.onDismissed(before, event)
    default:
      return event satisfies never
  }
}

/** What a watched value may be another one after; looking costs some ms, and the other events are the more frequent. */
const MEASURED = new Set<Event['type']>([
  ...(['attempt-ended', 'attempt-exited', 'attempt-silent', 'usage-reported', 'budget-set'] as const),
  ...(['landing-judged', 'landing-published', 'landing-failed', 'finding-allowed', 'plan-amended'] as const),
  ...(['session-resumed', 'session-finished', 'plan-reread'] as const),
])

/**
 * An event and everything the session decides by itself because of it, as events of their own, so that the history
 * holds every decision and not only their causes.
 */
export function advance(before: Session, event: Event): Updated & { events: Event[] } {
  let { session: now, effects } = update(before, event)
  const events = [event]
  // Every automatic event makes progress (a state is left for good), so this ends; the bound guards against a bug.
  for (let step = 0; step < 10_000; step += 1) {
    const next = nextEvent(now, event.at)
    if (!next) break
    const updated = update(now, next)
    events.push(next)
    now = updated.session
    effects = [...effects, ...updated.effects]
  }
  // Last, when everything that the event led to is known.
  const alerts = event.type === 'session-opened' || !MEASURED.has(event.type) ? [] : nextAlerts(now, event.at)
  for (const each of alerts) {
    const updated = update(now, each)
    events.push(each)
    now = updated.session
    effects = [...effects, ...updated.effects]
  }
  return { session: now, effects, events }
}
