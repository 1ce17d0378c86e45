import type { Session } from '../../source/model/session.ts'
import {
  ended,
  landed,
  leftOut,
  type Phases,
  readySession,
  requested,
  type Step,
  sessionAfter,
  spends,
  started,
  verdict,
} from '../helpers/session.ts'

const HOUR = 3_600_000

/** What a session of some days looks like: something of everything that the page shows. */
export function richSession(now: number): Session {
  const plan: Phases = [
    {
      'security-foundation': { days: 2, tasks: 1 },
      telemetry: { days: 3, tasks: 3, after: ['security-foundation'] },
      'model-routing': { days: 2, tasks: 2 },
      orchestration: { days: 2, tasks: 4, softAfter: ['telemetry'] },
    },
    { 'a-very-long-name-for-a-stream-of-a-plan': { days: 1, tasks: 2 }, release: { days: 1, tasks: 1 } },
  ]
  const steps: [hours: number, Step[]][] = [
    [30, [requested('security-foundation'), started('security-foundation')]],
    [29, [spends('security-foundation', 1.2), ended('security-foundation', 'done')]],
    [28, [requested('model-routing'), started('model-routing')]],
    [
      26,
      [
        spends('model-routing', 0.4),
        ended('model-routing', 'done'),
        requested('orchestration'),
        started('orchestration'),
      ],
    ],
    [25, [ended('orchestration', 'done')]],
    [3, landed('checkpoint', [leftOut('orchestration', 'conflict', ['model-routing'])])],
    [0.05, [requested('telemetry'), started('telemetry')]],
  ]
  const begun = { ...readySession(plan), createdAt: now - 31 * HOUR }
  const session = steps.reduce(
    (so, [hours, all]) => sessionAfter(so, ...all.map((step) => at(now - hours * HOUR, step))),
    begun,
  )
  return {
    ...session,
    decisions: [
      { at: now - 5 * HOUR, by: 'telemetry', text: 'Event names are past tense: <b>"batch-finished"</b>' },
    ],
    landings: session.landings.map((landing) => ({
      ...landing,
      gates: [
        {
          ...verdict('failed', ['adds <script>alert(1)</script>']),
          at: now,
          streams: ['model-routing'],
          commit: landing.base,
          again: false,
        },
      ],
    })),
    alerts: [
      {
        ...{ id: 'silence:telemetry', name: 'silence', level: 'warning', about: 'telemetry', value: 400 },
        text: 'telemetry has printed nothing for 7 min; the limit is 5 min.',
        ...{ since: now - 60_000, raisedAt: now - 60_000, dismissed: null },
      },
    ],
  }
}

/** The same event, at another time. */
const at =
  (time: number, step: Step): Step =>
  (session) => {
    const event = typeof step === 'function' ? step(session) : step
    return event.type === 'usage-reported'
      ? { ...event, at: time, report: { ...event.report, at: time } }
      : { ...event, at: time }
  }

/** 50 streams with 20 tasks each, in two groups. */
export const largeSession = (): Session => readySession([group('a', 25), group('b', 25)], { workers: 16 })

const group = (name: string, size: number): Phases[number] =>
  Object.fromEntries(
    Array.from({ length: size }, (_, index) => [
      `${name}-${index}`,
      { days: 1 + (index % 4), tasks: 20, after: index % 3 === 2 ? [`${name}-${index - 1}`] : [] },
    ]),
  )
