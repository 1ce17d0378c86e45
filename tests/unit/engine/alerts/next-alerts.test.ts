import { describe, expect, test } from 'vitest'
import { watches } from '../../../../source/engine/alerts/index.ts'
import { limitsOf, nextAlerts, shownAlerts } from '../../../../source/engine/alerts/next-alerts.ts'
import { withBatch } from '../../../../source/engine/patch.ts'
import { advance } from '../../../../source/engine/update.ts'
import type { AlertName, AlertsConfig } from '../../../../source/model/alert.ts'
import type { Event } from '../../../../source/model/event.ts'
import type { Finding } from '../../../../source/model/finding.ts'
import { type Attempt, type Ending, type Session, sessionSchema } from '../../../../source/model/session.ts'
import {
  ended,
  judged,
  landed,
  landing,
  later,
  readySession,
  requested,
  sessionAfter,
  silent,
  spends,
  started,
} from '../../../helpers/session.ts'

const MINUTE = 60_000
const NOW = 100 * MINUTE

const plan = [{ alpha: { days: 2, tasks: 2 }, beta: { days: 2, tasks: 2 } }]
const ready = (alerts: AlertsConfig = {}, more = {}) => readySession(plan, { alerts, ...more })

/** One batch of alpha with tries that ended like this. */
function tried(kinds: (Ending['kind'] | 'crashed')[]): Session {
  const session = sessionAfter(ready(), requested('alpha'), started('alpha'))
  const running = session.streams.alpha?.batches[0]?.attempts[0] as Attempt
  const attempts = kinds.map((kind, index): Attempt => {
    const ending: Ending =
      kind === 'crashed'
        ? { kind: 'failed', exit: 1, signal: null, detail: kind, reason: 'crashed' }
        : { kind, exit: 0, signal: null, detail: kind }
    return { ...running, run: `run-${index}`, endedAt: index, ending }
  })
  return withBatch(session, 'alpha', 'batch_1', () => ({ attempts }))
}

const some = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

/** Batches that took so many minutes. */
function took(minutes: number[]): Session {
  const session = tried(['done'])
  const [batch] = session.streams.alpha?.batches ?? []
  if (!batch) throw new Error('no batch')
  const batches = minutes.map((each, index) => ({
    ...batch,
    id: `batch_${index}`,
    attempts: batch.attempts.map((attempt) => ({
      ...attempt,
      startedAt: 0,
      exitedAt: null,
      endedAt: each * MINUTE,
    })),
  }))
  return { ...session, streams: { ...session.streams, alpha: { ...session.streams.alpha!, batches } } }
}

const spent = (usd: number, settings = {}): Session => {
  const session = sessionAfter(ready({}, settings), requested('alpha'), started('alpha'))
  return sessionAfter(session, later(NOW, spends('alpha', usd)))
}

const refused = (count: number): Session => {
  let session = ready()
  for (let left = count; left > 0; left -= 1) {
    session = sessionAfter(session, landing('checkpoint'), judged({ status: 'failed', rejected: true }))
  }
  return session
}

const finding: Finding = {
  ...{ check: 'secrets', code: 'a-code', severity: 'error', file: 'a.js', line: 1, column: 1 },
  ...{ excerpt: '…', mend: 'Take it out.' },
}

const found = (count: number): Session => {
  const session = tried(['failed'])
  const findings = Array.from({ length: count }, (_, index) => ({ ...finding, file: `${index}.js` }))
  return withBatch(session, 'alpha', 'batch_1', ({ attempts }) => ({
    attempts: attempts.map((attempt) => ({ ...attempt, findings })),
  }))
}

const quiet = (minutes: number | null): Session => {
  const session = sessionAfter(ready(), requested('alpha'), started('alpha'))
  return sessionAfter(session, silent('alpha', minutes === null ? null : NOW - minutes * MINUTE))
}

/** Alpha's two of four batches took as long; the others ten minutes each. */
const slow = (minutes: number): Session => {
  let session = readySession([{ alpha: { days: 4 }, beta: { days: 4 }, gamma: { days: 4 } }])
  for (const stream of ['alpha', 'beta', 'gamma'])
    for (const round of [0, 1]) {
      const each = stream === 'alpha' ? minutes : 10
      session = sessionAfter(
        session,
        later(round * each * MINUTE, requested(stream)),
        later(round * each * MINUTE, started(stream)),
        later((round + 1) * each * MINUTE, ended(stream, 'done')),
      )
    }
  return session
}

const before = (count: number): Session => ({ ...ready(), landedBefore: count })

interface Case {
  name: AlertName
  /** As it is just below the limit, at it, and where it is over again. */
  below: Session
  at: Session
  urgent?: Session
  over?: Session
  config?: AlertsConfig
}

const cases: Case[] = [
  {
    name: 'success-rate',
    below: tried([...some(15, 'done' as const), ...some(5, 'failed' as const)]),
    at: tried([...some(14, 'done' as const), ...some(6, 'failed' as const)]),
    urgent: tried([...some(10, 'done' as const), ...some(10, 'failed' as const)]),
    over: tried([...some(16, 'done' as const), ...some(4, 'failed' as const)]),
  },
  {
    name: 'error-rate',
    below: tried([...some(17, 'done' as const), 'lost', 'timed-out', 'crashed']),
    at: tried([...some(16, 'done' as const), 'lost', 'timed-out', 'crashed', 'not-started']),
    urgent: tried([...some(12, 'done' as const), ...some(8, 'lost' as const)]),
    over: tried([...some(18, 'done' as const), ...some(2, 'lost' as const)]),
  },
  {
    name: 'batch-time',
    below: took([1, 1, 1, 1, 59.9]),
    at: took([1, 1, 1, 1, 60]),
    urgent: took([1, 1, 1, 1, 120]),
    over: took([1, 1, 1, 1, 45]),
  },
  {
    name: 'session-cost',
    config: { 'session-cost': { warning: 10, urgent: 20 } },
    ...{ below: spent(9.99), at: spent(10), urgent: spent(20), over: spent(9) },
  },
  {
    name: 'day-cost',
    config: { 'day-cost': { warning: 10, urgent: 20, clear: 9 } },
    ...{ below: spent(9.99), at: spent(10), urgent: spent(20), over: spent(9) },
  },
  {
    name: 'budget',
    below: spent(7.99, { budget: { session: 10 } }),
    at: spent(8, { budget: { session: 10 } }),
    urgent: spent(9.5, { budget: { session: 10 } }),
    over: spent(7, { budget: { session: 10 } }),
  },
  {
    name: 'gate-failures',
    below: refused(1),
    at: refused(2),
    urgent: refused(4),
    over: sessionAfter(refused(2), ...landed('checkpoint')),
  },
  { name: 'silence', below: quiet(9.9), at: quiet(10), urgent: quiet(30), over: quiet(null) },
  { name: 'forecast', below: slow(13), at: slow(16), urgent: slow(20), over: slow(10) },
  { name: 'findings', below: found(4), at: found(5), urgent: found(15), over: found(2) },
  { name: 'readiness', below: before(29), at: before(30) },
]

/** What is said of one thing, and the session once that is known. */
function look(session: Session, name: AlertName, known: Session['alerts'] = []) {
  const now = { ...session, alerts: known }
  const events = nextAlerts(now, NOW).filter(
    (event) => 'id' in event && `${event.id}:`.startsWith(`${name}:`),
  )
  const alerts = events.reduce((so: Session, event: Event) => advance(so, event).session, now).alerts
  return { told: events.map((event) => (event.type === 'alert-raised' ? event.level : event.type)), alerts }
}

describe.each(cases)('$name', ({ name, config = {}, below, at, urgent, over }) => {
  const withConfig = (session: Session): Session => ({
    ...session,
    settings: { ...session.settings, alerts: config },
  })
  const level = name === 'readiness' ? 'notice' : 'warning'

  test('is raised at its limit, not just below, and told once, also after a restart', () => {
    expect(look(withConfig(below), name).told).toEqual([])
    const raised = look(withConfig(at), name)
    expect(raised.told).toEqual([level])
    const stored = sessionSchema.parse(JSON.parse(JSON.stringify({ ...at, alerts: raised.alerts })))
    expect(look(withConfig(stored), name, stored.alerts).told).toEqual([])
  })

  test('stays while it is between its limits, and is over at the clear one', () => {
    const { alerts } = look(withConfig(at), name)
    expect(look(withConfig(below), name, alerts).told).toEqual([])
    if (over) expect(look(withConfig(over), name, alerts)).toEqual({ told: ['alert-cleared'], alerts: [] })
  })

  test.runIf(urgent)('is told once more when it becomes urgent, also to who has dismissed it', () => {
    const { alerts } = look(withConfig(at), name)
    const dismissed = alerts.map((alert) => ({ ...alert, dismissed: { at: 1, until: null } }))
    const worse = look(withConfig(urgent as Session), name, dismissed)
    expect(worse.told).toEqual(['urgent'])
    expect(worse.alerts[0]?.dismissed).toBeNull()
    expect(look(withConfig(at), name, worse.alerts).told).toEqual([])
  })

  test('is not watched when it is off, and what was raised then is over', () => {
    const { alerts } = look(withConfig(at), name)
    const off = { ...at, settings: { ...at.settings, alerts: { [name]: 'off' as const } } }
    expect(look(off, name).told).toEqual([])
    expect(look(off, name, alerts).told).toEqual(['alert-cleared'])
  })
})

test('every watch has its case here', () => {
  expect(watches.map(({ name }) => name).sort()).toEqual(cases.map(({ name }) => name).sort())
})

test('too little is known: nothing is raised, and what was raised is not over', () => {
  const { alerts } = look(cases[0]?.at as Session, 'success-rate')
  expect(look(tried(['failed', 'failed']), 'success-rate').told).toEqual([])
  expect(look(tried(['done']), 'success-rate', alerts)).toEqual({ told: [], alerts })
})

test('the second limit of what has become possible is told as well', () => {
  const { alerts } = look(before(30), 'readiness')
  expect(look(before(99), 'readiness', alerts).told).toEqual([])
  expect(look(before(100), 'readiness', alerts).told).toEqual(['notice'])
})

test('one limit that is set moves the others with it', () => {
  const watch = watches.find(({ name }) => name === 'batch-time')
  if (!watch) throw new Error('no watch')
  expect(limitsOf(watch, { 'batch-time': { warning: 20 } })).toEqual({ warning: 20, urgent: 40, clear: 15 })
})

test('what is dismissed for a time is seen again after it', () => {
  const [alert] = look(quiet(10), 'silence').alerts
  if (!alert) throw new Error('no alert')
  const alerts = [{ ...alert, dismissed: { at: NOW, until: NOW + MINUTE } }]
  expect([shownAlerts({ alerts }, NOW + MINUTE - 1), shownAlerts({ alerts }, NOW + MINUTE)]).toEqual([
    [],
    alerts,
  ])
})

test('an event that changes a value raises it at once, with a note and its page', () => {
  const session = sessionAfter(ready(), requested('alpha'), started('alpha'))
  const after = advance(session, { ...(silent('alpha', 0) as (now: Session) => Event)(session), at: NOW })
  expect(after.events.map(({ type }) => type)).toEqual(['attempt-silent', 'alert-raised'])
  expect(after.effects.map(({ type }) => type)).toContain('write-alert')
  expect(after.session.notes.at(-1)?.text).toMatch(
    /^Urgent silence:alpha: alpha has printed nothing for 100 min/,
  )
})
