import fc from 'fast-check'
import { expect, test } from 'vitest'
import { update } from '../../../source/engine/update.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Session } from '../../../source/model/session.ts'
import { recordingsIn } from '../../../source/replay/recording.ts'
import { advanced, done, landed, noticed, prepared, sessionOf } from '../../helpers/session.ts'

const opened = (session: Session): Event => ({ type: 'session-opened', at: 0, session })

function history(): { begun: Session; events: Event[] } {
  const begun = sessionOf([{ alpha: {}, beta: {} }])
  const { events } = advanced(
    begun,
    noticed('begun'),
    ...[prepared('alpha'), prepared('beta')],
    ...[...done('alpha'), ...landed('checkpoint')],
    ...Array.from({ length: 450 }, (_, index) => noticed(`note ${index}`)),
    ...[...done('beta'), ...landed('merge')],
  )
  return { begun, events: [opened(begun), ...events] }
}

test('any moment of it is what the events until then come to, in whatever order one looks', () => {
  const { begun, events } = history()
  const states = [begun]
  for (const event of events.slice(1)) states.push(update(states.at(-1) as Session, event).session)
  const [recording] = recordingsIn(events)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: events.length }), { maxLength: 8 }), (counts) => {
      for (const count of counts) expect(recording?.after(count)).toEqual(states[count - 1])
    }),
    { numRuns: 30 },
  )
})

test('it knows where something landed', () => {
  const { events } = history()
  const [recording] = recordingsIn(events)
  expect(recording?.landings.map((count) => events[count - 1]?.type)).toEqual([
    'landing-published',
    'landing-published',
  ])
})

test('one file holds sessions one after another; what comes before the first is none', () => {
  const first = { ...sessionOf([{ alpha: {} }]), id: 'first' }
  const second = { ...sessionOf([{ beta: {} }]), id: 'second' }
  const recordings = recordingsIn([noticed('lost'), opened(first), noticed('of the first'), opened(second)])
  expect(recordings.map(({ id, events }) => [id, events.length])).toEqual([
    ['first', 2],
    ['second', 1],
  ])
})

test('a clock that was set back does not turn the recording around', () => {
  const at = (time: number): Event => ({ ...noticed('x'), at: time })
  const [recording] = recordingsIn([opened(sessionOf([{ alpha: {} }])), at(5000), at(2000), at(6000)])
  expect(recording?.times).toEqual([0, 5000, 5000, 6000])
})

test('of a session whose beginning is not kept any more it begins where the history does, and says so', () => {
  const { begun, events } = history()
  const states = [begun]
  for (const event of events.slice(1)) states.push(update(states.at(-1) as Session, event).session)
  const next = { ...sessionOf([{ beta: {} }]), id: 'next' }
  const left = [...events.slice(40), opened(next), noticed('x')]
  // A file that was begun later on tells nothing new.
  const soFar = [0, 100].map((index) => ({ index, session: states[39 + index] as Session }))
  const [cut, whole, ...more] = recordingsIn(left, soFar)
  expect(more).toEqual([])
  expect([cut?.isCut, whole?.isCut]).toEqual([true, false])
  expect([cut?.id, whole?.id]).toEqual([begun.id, 'next'])
  const last = cut?.after(events.length - 39)
  expect(last?.streams).toEqual(states.at(-1)?.streams)
  expect(cut?.after(1).notes.at(-1)?.text).toBe(
    'What happened before is not kept any more: the replay begins here.',
  )
  // Without a word about the session there is nothing to begin with.
  expect(recordingsIn(left).map(({ id }) => id)).toEqual(['next'])
})
