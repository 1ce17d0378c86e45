import { isTrouble, shownAlerts } from '../engine/alerts/next-alerts.ts'
import { foreseenNow, foreseenSentence } from '../engine/foreseen.ts'
import { isLanding } from '../engine/next-event.ts'
import { outlook } from '../engine/outlook.ts'
import { progress } from '../engine/progress.ts'
import { type StreamStatusName, streamStatus } from '../engine/stream-status.ts'
import type { Session } from '../model/session.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { answer, type Command, enabled } from './command.ts'
import { forecastText } from './forecast-text.ts'

export const status: Command = {
  name: 'status',
  aliases: ['st', 'state', 'how is it going', 'what is going on', 'where are we', 's'],
  group: 'look',
  usage: 'status',
  summary: 'says how every stream stands, with evidence and age',
  scope: 'session',
  disabledReason: enabled,
  run: ({ session, at }) => answer(statusText(session, at)),
}

export const GLYPHS: Record<StreamStatusName, string> = {
  running: '●',
  stuck: '◐',
  waits: '◐',
  ready: '○',
  blocked: '⊘',
  complete: '✓',
  failed: '✕',
  paused: '‖',
  queued: '◌',
}

export function statusText(session: Session, at: number): string {
  const { tasks, position, length } = progress(session)
  const unit = session.plan.unit === 'days' ? 'day' : 'task'
  const head = `${session.plan.title} · ${unit} ${position} of ${length} · ${tasks.done}/${tasks.total} tasks · started ${age(at - session.createdAt)} ago`
  const ids = allStreams(session.plan).map(({ id }) => id)
  const width = Math.max(...ids.map((id) => id.length))
  const rows = ids.map((id) => streamRow(session, id, width, at))
  return [
    ...[head, ...rows, ...conflictRows(session, at), ...aheadRows(session, at), ...landingRows(session, at)],
    ...[...alertRows(session, at), ...endRows(session)],
  ].join('\n')
}

function alertRows(session: Session, at: number): string[] {
  const ids = shownAlerts(session, at)
    .filter(isTrouble)
    .map(({ id }) => id)
  return ids.length === 0 ? [] : [`  ! alerts: ${ids.join(', ')}. Type 'alerts'`]
}

function conflictRows(session: Session, at: number): string[] {
  return foreseenNow(session).map(
    (pair) => `  ≠ ${foreseenSentence(session, pair)} · ${age(at - pair.since)} ago`,
  )
}

/** When it ends, where that is not as planned. */
function aheadRows(session: Session, at: number): string[] {
  const { late, stuck } = outlook(session, at)
  return session.ended || (late === 0 && stuck.length === 0)
    ? []
    : [`  forecast: ${forecastText(session, at)}`]
}

function streamRow(session: Session, id: string, width: number, at: number): string {
  const { name, why, since } = streamStatus(session, id)
  const evidence = [why, since === null ? '' : `${age(at - since)} ago`].filter(Boolean).join(' · ')
  return `  ${GLYPHS[name]} ${id.padEnd(width)}  ${name.padEnd(8)}  ${evidence}`.trimEnd()
}

function landingRows(session: Session, at: number): string[] {
  const last = session.landings.at(-1)
  if (!last) return ['  nothing has landed yet']
  const name = `${last.kind}-${last.number}`
  if (isLanding(session)) return [`  ${name} is being put together since ${age(at - last.requestedAt)}`]
  const tested = last.verdict ? ` · tests ${last.verdict.status}` : ''
  return [`  ${name} ${last.state}${tested} · ${age(at - (last.endedAt ?? at))} ago`]
}

function endRows({ ended, slug, auto }: Session): string[] {
  if (ended?.how === 'finished') return [`Finished. Bring it home: git merge br/${slug}/integration`]
  return auto === 'off' ? [] : ['auto is on']
}

/** A length of time as a person says it; input in ms. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} days`
}
