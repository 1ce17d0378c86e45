import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { commands } from '../../../source/commands/index.ts'
import { statusText } from '../../../source/commands/status.ts'
import { typeCommand } from '../../../source/commands/type-command.ts'
import { checkpointsOf } from '../../../source/model/checkpoints.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Runtime } from '../../../source/runtime/context.ts'
import { awaitHalt } from '../../../source/runtime/effects/await-halt.ts'
import { ageText, clockText } from '../../../source/text/age.ts'
import {
  allDone,
  landed,
  later,
  readySession,
  requested,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

// Clocks jump: they are set, and a machine that sleeps wakes up hours later. No timer of ours is the truth then.

const HOUR = 3_600_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A clock that the test sets, beside timers that run on by themselves. */
function rig() {
  const events: Event[] = []
  const timers = new Map<string, NodeJS.Timeout>()
  let offset = 0
  const now = () => Date.now() + offset
  const runtime = { timers, now, dispatch: (...all: Event[]) => events.push(...all) } as unknown as Runtime
  return {
    ...{ events, now },
    wait: (until: number) => awaitHalt(runtime, { agent: 'a', until }),
    jump: (ms: number) => {
      offset += ms
    },
  }
}

test('a clock that is set back does not end a halt early; one that is set forward, or a machine that slept, ends it at the next look', async () => {
  const back = rig()
  back.wait(back.now() + HOUR / 2)
  back.jump(-HOUR)
  await vi.advanceTimersByTimeAsync(HOUR / 2)
  expect(back.events).toEqual([])
  await vi.advanceTimersByTimeAsync(HOUR)
  expect(back.events).toMatchObject([{ type: 'halt-over' }])

  const forward = rig()
  forward.wait(forward.now() + 48 * HOUR)
  forward.jump(72 * HOUR)
  await vi.advanceTimersByTimeAsync(HOUR)
  expect(forward.events).toMatchObject([{ type: 'halt-over' }])
})

test('times farther away than a timer can count are waited for, not taken as over', async () => {
  const far = rig()
  far.wait(far.now() + 60 * 24 * HOUR)
  await vi.advanceTimersByTimeAsync(59 * 24 * HOUR)
  expect(far.events).toEqual([])
  await vi.advanceTimersByTimeAsync(2 * 24 * HOUR)
  expect(far.events).toMatchObject([{ type: 'halt-over' }])
})

test('after a clock was set back, nothing is said to have taken less than no time', () => {
  const AT = 10 * 24 * HOUR
  const ready = readySession([{ a: {}, b: {} }])
  const running = sessionAfter(
    allDone(ready, 'a'),
    ...landed('checkpoint').map((step, index) => later(AT - index * HOUR, step)),
    later(AT, requested('b')),
    later(AT, started('b')),
  )
  const at = AT - 5 * HOUR
  const asked = { focus: null, at, by: 'you', fromWorker: false } as const
  const said = [
    statusText(running, at),
    ageText(AT, at),
    clockText(AT, at),
    JSON.stringify(checkpointsOf(running)),
    ...commands.map(({ name }) => typeCommand(running, { text: name, ...asked }).answer(running)?.text ?? ''),
  ]
  for (const text of said) expect(text).not.toMatch(/(^|[\s(:])-\d/)
})
