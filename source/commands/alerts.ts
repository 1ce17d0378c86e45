import { watches } from '../engine/alerts/index.ts'
import { shownAlerts } from '../engine/alerts/next-alerts.ts'
import type { Alert } from '../model/alert.ts'
import type { Session } from '../model/session.ts'
import { UNITS_MS } from '../text/measured.ts'
import { answer, type Command, enabled } from './command.ts'
import { age } from './status.ts'

export const alerts: Command = {
  name: 'alerts',
  aliases: ['warnings', 'what is wrong', 'alarm', 'alarms'],
  group: 'look',
  usage: 'alerts',
  summary: 'what has passed its limit, since when, and what to do about it',
  scope: 'session',
  disabledReason: enabled,
  run: ({ session, at }) => answer(alertsText(session, at)),
}

function alertsText(session: Session, at: number): string {
  if (session.alerts.length === 0) return 'Nothing has passed its limit.'
  const shown = shownAlerts(session, at)
  const away = session.alerts.filter((alert) => !shown.includes(alert))
  const rows = shown.map(
    (alert) => `${alert.level} ${alert.id}, ${age(at - alert.since)} old: ${alert.text} ${mendOf(alert)}`,
  )
  const dismissed = away.map(({ id, dismissed: how }) =>
    how?.until ? `${id} for ${age(how.until - at)} more` : `${id} until it gets worse`,
  )
  return [
    ...rows,
    ...(dismissed.length > 0 ? [`Dismissed: ${dismissed.join(', ')}.`] : []),
    ...(shown.length > 0 ? ["Seen? Type 'dismiss ID', or 'dismiss ID --for 2h'."] : []),
  ].join('\n')
}

const mendOf = ({ name }: Alert): string => watches.find((watch) => watch.name === name)?.mend ?? ''

export const dismiss: Command = {
  name: 'dismiss',
  aliases: ['ignore alert', 'mute'],
  group: 'answer',
  usage: 'dismiss ID [--for 2h]',
  summary: 'puts an alert out of sight until it gets worse, or for a time; all: every one',
  scope: 'session',
  personOnly: true,
  disabledReason: ({ session, args }) => {
    if (session.alerts.length === 0) return 'There is no alert.'
    const asked = askedFor(session, args)
    if (asked === null)
      return "Say which, and for how long if not for good: 'dismiss budget --for 2h' (m, h or d)."
    return asked.ids.length > 0
      ? null
      : `There is no alert ${args.split(/\s/)[0]}: there is ${idsOf(session)}.`
  },
  run: ({ session, args, at, by }) => {
    const { ids, ms } = askedFor(session, args) as Asked
    const until = ms === null ? null : at + ms
    return {
      events: ids.map((id) => ({ type: 'alert-dismissed', at, id, until, by })),
      answer: () => ({ text: `Dismissed: ${ids.join(', ')}.`, exit: 0 }),
    }
  },
}

interface Asked {
  ids: string[]
  ms: number | null
}

function askedFor({ alerts: known }: Session, args: string): Asked | null {
  const [, id = '', number, unit] =
    /^(\S+)(?:\s+(?:--)?for\s+(\d{1,4})\s*([mhd])\w*)?$/.exec(args.trim()) ?? []
  if (id === '') return null
  const ms = number === undefined ? null : Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS]
  return { ids: known.map((each) => each.id).filter((each) => id === 'all' || each === id), ms }
}

const idsOf = ({ alerts: known }: Session): string => known.map(({ id }) => id).join(', ')
