import { isTrouble, shownAlerts } from '../../engine/alerts/next-alerts.ts'
import { openGroup } from '../../engine/needs.ts'
import { progress } from '../../engine/progress.ts'
import type { ReplayStatus } from '../../model/replay.ts'
import type { Session } from '../../model/session.ts'
import { streamGroups } from '../../plan/stream-graph.ts'
import { lengthText, timeOfDay } from '../../text/age.ts'
import { cellWidth } from '../../text/cells.ts'
import type { Theme } from '../theme.ts'
import { attention } from './attention.ts'
import { fitLine, type Span, spansWidth } from './line.ts'
import type { Model } from './model.ts'
import { sessionCost } from './money.ts'
import { type Part, partsWithin } from './parts.ts'

/** ` br-tui · slug · phase            day 3.4 of 7   14/34 tasks   $1.24   ▲ 1 waits for you` */
export function titleLine({ session, ui, now, replay }: Model, theme: Theme, width: number): string {
  const left: Part[] = [
    { text: 'br-tui', role: 'title', rank: 2 },
    { text: session?.slug ?? '', role: 'plain', rank: 1 },
    { text: session ? phaseTitle(session) : '', role: 'dim', rank: 3 },
  ]
  const right = [
    ...(replay ? [replayPart(replay, theme)] : []),
    ...(session ? sessionParts(session, now, theme) : []),
  ]
  const host: Part = { text: ui.host === 'here' ? '' : HOST[ui.host], role: 'bad', rank: 0 }
  const name = Math.min(20, cellWidth(theme.show(session?.slug ?? 'br-tui'))) + 3
  const shown = partsWithin(theme, filled([...right, host]), Math.max(0, width - name), '   ')
  const room = width - spansWidth(theme, shown) - 3
  const names = partsWithin(theme, filled(left), room, ` ${theme.glyphs.dot} `)
  return fitLine(theme, width, { left: [[' '], ...names, [' ']], right: [...shown, [' ']] as Span[] })
}

/** `▶ 4× 12:30 of 1:40:00 · Thu 14:03:22` */
function replayPart({ isPlaying, speed, position, length, now }: ReplayStatus, { glyphs }: Theme): Part {
  const sign = isPlaying ? glyphs.playing : glyphs.held
  const text = `${sign} ${speed}${glyphs.times} ${lengthText(position)} of ${lengthText(length)} ${glyphs.dot} ${timeOfDay(now)}`
  return { text, role: 'accent', rank: 0 }
}

const HOST = { gone: 'the host is gone', stopped: 'the session was stopped' }

const filled = (parts: Part[]): Part[] => parts.filter(({ text }) => text !== '')

function sessionParts(session: Session, now: number, theme: Theme): Part[] {
  const { tasks, position, length } = progress(session)
  const unit = session.plan.unit === 'days' ? 'day' : 'step'
  const count = attention(session).length
  return [
    { text: modeText(session), role: 'accent', rank: 1 },
    { text: `${unit} ${position} of ${length}`, role: 'plain', rank: 3 },
    { text: `${tasks.done}/${tasks.total} tasks`, role: 'plain', rank: 2 },
    { text: sessionCost(session), role: 'plain', rank: 2 },
    alertPart(session, now, theme),
    { text: count === 0 ? '' : waitText(theme, count), role: 'warn', rank: 0 },
  ]
}

/** `! 2 alerts`: those that nobody has dismissed. */
function alertPart(session: Session, now: number, { glyphs }: Theme): Part {
  const shown = shownAlerts(session, now).filter(isTrouble)
  const isUrgent = shown.some(({ level }) => level === 'urgent')
  const text = `${glyphs.warn} ${shown.length} ${shown.length === 1 ? 'alert' : 'alerts'}`
  return { text: shown.length === 0 ? '' : text, role: isUrgent ? 'bad' : 'warn', rank: 1 }
}

/** Also said in the title of the terminal. */
export const waitText = ({ glyphs }: Theme, count: number): string =>
  `${glyphs.attention} ${count} ${count === 1 ? 'waits' : 'wait'} for you`

function modeText({ ended, paused, auto }: Session): string {
  if (ended) return { finished: 'all merged', stopped: 'stopped', 'needs-person': 'ended' }[ended.how]
  if (paused) return 'paused'
  return auto === 'off' ? '' : 'auto'
}

function phaseTitle(session: Session): string {
  const group = streamGroups(session.plan)[openGroup(session)]
  const first = group?.[0]?.id
  return session.plan.phases.find(({ streams }) => streams.some(({ id }) => id === first))?.title ?? ''
}
