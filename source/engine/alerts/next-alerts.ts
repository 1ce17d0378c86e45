import type { Alert, AlertLevel, AlertsConfig, Limits } from '../../model/alert.ts'
import type { Event } from '../../model/event.ts'
import type { Session } from '../../model/session.ts'
import { watches } from './index.ts'
import type { Measured, Watch } from './watch.ts'

/** What became worse or is over, as events; each is told once, however often its value is looked at. */
export function nextAlerts(session: Session, at: number): Event[] {
  if (session.ended?.how === 'finished')
    return session.alerts.filter(isTrouble).map((alert) => cleared(alert, at))
  return watches.flatMap((watch) => {
    const limits = limitsOf(watch, session.settings.alerts)
    const known = session.alerts.filter(({ name }) => name === watch.name)
    if (limits === null) return known.map((alert) => cleared(alert, at))
    const measured = watch.measure(session, at)
    if (measured === null) return []
    const gone = known.filter((alert) => isOver(watch, limits, alert, measured))
    return [
      ...measured.flatMap((each) => raised(watch, limits, each, { known, at })),
      ...gone.map((alert) => cleared(alert, at)),
    ]
  })
}

/** The limits that hold; null: nobody watches it. One limit that is set moves the others that are not. */
export function limitsOf({ name, limits, worse }: Watch, config: AlertsConfig): Limits | null {
  const set = config[name]
  if (set === 'off') return null
  if (limits === null && set?.warning === undefined) return null
  const warning = set?.warning ?? (limits as Limits).warning
  const factor = limits && limits.warning !== 0 ? warning / limits.warning : 1
  const urgent = set?.urgent ?? (limits ? limits.urgent * factor : Number.POSITIVE_INFINITY)
  const clear = set?.clear ?? (limits ? limits.clear * factor : warning * CLEARS_BELOW)
  return worse === 'above'
    ? { warning, urgent: Math.max(urgent, warning), clear: Math.min(clear, warning) }
    : { warning, urgent: Math.min(urgent, warning), clear: Math.max(clear, warning) }
}

/** Of a limit that somebody sets where there is none by default. */
const CLEARS_BELOW = 0.9

const passes = ({ worse }: Watch, value: number, limit: number): boolean =>
  worse === 'above' ? value >= limit : value <= limit

function raised(
  watch: Watch,
  limits: Limits,
  { about, value, text }: Measured,
  { known, at }: { known: Alert[]; at: number },
): Event[] {
  const id = about === 'orchestrator' ? watch.name : `${watch.name}:${about}`
  const before = known.find((alert) => alert.id === id)
  const step = stepOf(watch, limits, value)
  if (step === 0 || (before && stepOf(watch, limits, before.value) >= step)) return []
  const limit = step === 2 ? limits.urgent : limits.warning
  const level = watch.name === 'readiness' ? 'notice' : step === 2 ? 'urgent' : 'warning'
  const sentence = `${text}; the limit is ${watch.show(limit)}.`
  return [{ type: 'alert-raised', at, id, name: watch.name, level, about, value, text: sentence }]
}

/** How many of the two limits are passed. */
function stepOf(watch: Watch, { warning, urgent }: Limits, value: number): 0 | 1 | 2 {
  if (passes(watch, value, urgent)) return 2
  return passes(watch, value, warning) ? 1 : 0
}

const LEVELS: AlertLevel[] = ['notice', 'warning', 'urgent']
const rank = (level: AlertLevel): number => LEVELS.indexOf(level)

/** What nobody measures any more is over as well: the worker that was silent has ended. */
function isOver(watch: Watch, { clear }: Limits, { about, level }: Alert, measured: Measured[]): boolean {
  if (level === 'notice') return false
  const now = measured.find((each) => each.about === about)
  return (
    now === undefined ||
    passes({ ...watch, worse: watch.worse === 'above' ? 'below' : 'above' }, now.value, clear)
  )
}

const cleared = ({ id }: Alert, at: number): Event => ({ type: 'alert-cleared', at, id })

export const isTrouble = ({ level }: Alert): boolean => level !== 'notice'

/** When one that was dismissed for a time is seen again; null: none is. */
export function nextShownAlert({ alerts }: Pick<Session, 'alerts'>, at: number): number | null {
  const times = alerts.flatMap(({ dismissed }) => dismissed?.until ?? []).filter((until) => until > at)
  return times.length === 0 ? null : Math.min(...times)
}

/** What a person is to see now. */
export const shownAlerts = ({ alerts }: Pick<Session, 'alerts'>, at: number): Alert[] =>
  alerts
    .filter(({ dismissed }) => dismissed === null || (dismissed.until !== null && dismissed.until <= at))
    .sort((a, b) => rank(b.level) - rank(a.level) || a.since - b.since)
