import { outlook } from '../engine/outlook.ts'
import { progress } from '../engine/progress.ts'
import type { Session } from '../model/session.ts'

/** How far the plan is, when it ends, and why that is not when it was to end. */
export function forecastText(session: Session, at: number): string {
  const { position, length, sequential } = progress(session)
  const { end, late, causes, stuck } = outlook(session, at)
  const unit = session.plan.unit === 'days' ? 'day' : 'step'
  const ends = late === 0 ? length : tenths(end)
  const saved = tenths(sequential - ends)
  const sooner = saved > 0 ? `${saved} sooner than` : 'no sooner than'
  const why = causes.length > 0 ? ` Why: ${causes.join(', ')}.` : ''
  const change = late === 0 ? '' : `, end ${unit} ${ends} instead of ${length}`
  const without =
    stuck.length > 0 ? ` At the earliest, for what waits for you holds up ${listed(stuck)}.` : ''
  return `${unit} ${position} of ${length}${change}, ${sooner} one after another (${sequential}).${why}${without}`
}

const tenths = (value: number): number => Math.round(value * 10) / 10

const listed = (ids: string[]): string =>
  ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ')
