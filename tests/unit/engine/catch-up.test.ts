import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catchUp } from '../../../source/engine/catch-up.ts'
import { update } from '../../../source/engine/update.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Session } from '../../../source/model/session.ts'
import { AT, advanced, done, landed, readySession } from '../../helpers/session.ts'

const ready = readySession([{ a: {}, b: {} }])
const opened: Event = { type: 'session-opened', at: AT, session: ready }
const { events } = advanced(ready, opened, ...done('a'), ...landed('checkpoint'), ...done('b'))
const history = events.map((event, index) => ({ seq: index + 1, event }))
/** The session after so many events. */
const states: (Session | null)[] = [null]
for (const event of events) {
  const before = event.type === 'session-opened' ? event.session : states.at(-1)
  states.push(update(before as Session, event).session)
}
const newest = states.at(-1)

test('from wherever it was, and from nothing, a session comes to where its history is', () => {
  fc.assert(
    fc.property(fc.nat({ max: events.length }), (known) => {
      expect(catchUp({ session: states[known] ?? null, events: known }, history)).toEqual({
        ...{ session: newest, events: events.length, missing: 0 },
        taken: events.length - known,
      })
    }),
  )
})

test('nothing after a gap is applied, and it is counted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: events.length - 1 }), (gap) => {
      const torn = history.filter(({ seq }) => seq !== gap)
      expect(catchUp({ session: null, events: 0 }, torn)).toEqual({
        ...{ session: states[gap - 1], events: gap - 1, taken: gap - 1 },
        missing: events.length - gap,
      })
    }),
  )
})

test('a session that was never counted is left as it is: which events are in it cannot be told', () => {
  const session = states[3] as Session
  expect(catchUp({ session, events: 0 }, history)).toEqual({
    ...{ session, events: 0, taken: 0 },
    missing: events.length,
  })
  expect(catchUp({ session, events: 0 }, [])).toMatchObject({ session, missing: 0 })
})
