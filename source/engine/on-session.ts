import type { EventOf } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { awaitHalts, logInsTriedAgain } from './on-halt.ts'
import { say } from './patch.ts'
import { runningAttempts } from './running-attempts.ts'
import type { Updated } from './update.ts'

export const onOpened = ({ session }: EventOf<'session-opened'>): Updated => ({ session, effects: [] })

/** Opened again: the host has looked at the world already, and this is where flags of the new start come in. */
export function onResumed(before: Session, { at, workers, agent }: EventOf<'session-resumed'>): Updated {
  const settings = { ...before.settings, workers, agent: agent ?? before.settings.agent }
  const failed = Object.entries(before.streams).map(([id, facts]) => {
    const retry = facts.workspace.state === 'failed' || facts.workspace.state === 'preparing'
    return [
      id,
      retry ? { ...facts, workspace: { ...facts.workspace, state: 'none' as const, detail: '' } } : facts,
    ]
  })
  const ended = before.ended?.how === 'finished' ? before.ended : null
  const session = { ...before, settings, ended, streams: Object.fromEntries(failed) }
  // Its timers went with the host, or with the stop.
  const tried = logInsTriedAgain(session)
  const effects = awaitHalts(tried)
  if (before.ended?.how !== 'stopped') return { session: tried, effects }
  const who = `${settings.agent}, ${workers} at a time`
  return { session: say(tried, at, 'orchestrator', `Open again: ${who}.`), effects }
}

export function onStopped(before: Session, { at, by }: EventOf<'session-stopped'>): Updated {
  const session = say(before, at, 'orchestrator', `Stopped by ${by}. Open the plan again to go on.`)
  const ended = before.ended ?? { at, how: 'stopped' as const, detail: '' }
  return { session: { ...session, auto: 'off', ended }, effects: [{ type: 'stop-session' }] }
}

export function onFinished(before: Session, { at }: EventOf<'session-finished'>): Updated {
  const branch = `br/${before.slug}/integration`
  const session = say(
    before,
    at,
    'orchestrator',
    `Everything in the plan has landed. Bring it home: git merge ${branch}`,
    'good',
  )
  return { session: { ...session, auto: 'off', ended: { at, how: 'finished', detail: branch } }, effects: [] }
}

export const onPaused = (before: Session, { at, by }: EventOf<'session-paused'>): Updated => ({
  session: say(
    { ...before, paused: true },
    at,
    'orchestrator',
    `Paused by ${by}: nothing new starts. Type 'resume'`,
  ),
  effects: runningAttempts(before).map(({ run }) => ({ type: 'hold-attempt', run, hold: true })),
})

export const onContinued = (before: Session, { at }: EventOf<'session-continued'>): Updated => ({
  session: say({ ...before, paused: false }, at, 'orchestrator', 'Resumed.'),
  effects: runningAttempts(before)
    .filter(({ stream }) => !before.streams[stream]?.paused)
    .map(({ run }) => ({ type: 'hold-attempt', run, hold: false })),
})

export function onAutoSwitched(before: Session, { at, to }: EventOf<'auto-switched'>): Updated {
  const text =
    to === 'off'
      ? 'Auto is off: you say what happens next.'
      : 'Auto is on: going on until a person is needed.'
  return { session: say({ ...before, auto: to }, at, 'orchestrator', text), effects: [] }
}

export function onDecision(before: Session, { at, by, text }: EventOf<'decision-recorded'>): Updated {
  const session = { ...before, decisions: [...before.decisions, { at, by, text }] }
  return {
    session: say(session, at, 'orchestrator', `Decision by ${by}, shared with every worker: ${text}`),
    effects: [{ type: 'share-decisions' }],
  }
}

export const onNoticed = (before: Session, { at, about, text, tone }: EventOf<'noticed'>): Updated => ({
  session: say(before, at, about, text, tone),
  effects: [],
})
