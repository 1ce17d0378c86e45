import type { Session } from '../../model/session.ts'
import { dollars } from '../../routing/cost.ts'
import { costOf, dayOf, spentOf } from '../../routing/spent.ts'
import { percent, type Watch } from './watch.ts'

const today = ({ usage }: Session, at: number) =>
  costOf(spentOf(usage).filter((each) => dayOf(each.at) === dayOf(at)))

const known = ({ usd, atLeast }: { usd: number; atLeast: boolean }): string =>
  `${atLeast ? 'at least ' : ''}${dollars(usd)}`

export const sessionCost: Watch = {
  name: 'session-cost',
  summary: 'what this session has spent, in dollars; off until limits are set',
  worse: 'above',
  limits: null,
  show: dollars,
  mend: "See where it went: 'costs'. A ceiling stops it: 'budget session USD'.",
  measure: ({ usage }) => {
    if (usage.length === 0) return null
    const spent = costOf(spentOf(usage))
    return [{ about: 'orchestrator', value: spent.usd, text: `This session has spent ${known(spent)}` }]
  },
}

export const dayCost: Watch = {
  name: 'day-cost',
  summary: 'what this session has spent today (UTC), in dollars; off until limits are set',
  worse: 'above',
  limits: null,
  show: dollars,
  mend: "See where it went: 'costs day'. A ceiling stops it: 'budget day USD'.",
  measure: (session, at) => {
    if (session.usage.length === 0) return null
    const spent = today(session, at)
    return [{ about: 'orchestrator', value: spent.usd, text: `This session has spent ${known(spent)} today` }]
  },
}

export const budget: Watch = {
  name: 'budget',
  summary: 'share of the ceiling of the session or the day that is used up; only where one is set',
  worse: 'above',
  limits: { warning: 0.8, urgent: 0.95, clear: 0.7 },
  show: percent,
  mend: "At the ceiling nothing new starts. Raise it, or let it stop there: 'budget session USD'.",
  measure: (session, at) => {
    const { budget: ceilings } = session.settings
    const whole = costOf(spentOf(session.usage))
    const uses = [
      { what: 'session', limit: ceilings.session, spent: whole.usd },
      { what: 'day', limit: ceilings.day, spent: today(session, at).usd },
    ].flatMap(({ what, limit, spent }) => (limit ? [{ what, limit, spent, share: spent / limit }] : []))
    const [most] = uses.sort((a, b) => b.share - a.share)
    if (!most) return []
    const { what, limit, spent, share } = most
    const text = `${dollars(spent)} of the ${dollars(limit)} for this ${what} are spent`
    return [{ about: 'orchestrator', value: share, text }]
  },
}
