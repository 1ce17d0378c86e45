import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startLoop } from '../../../source/host/loop.ts'
import type { Effect } from '../../../source/model/effect.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Session } from '../../../source/model/session.ts'
import { AT, noticed, readySession, requested, type Step, sessionOf, started } from '../../helpers/session.ts'

/** A loop whose disk and effects do what the test says, and a log of what happened in which order. */
function rig(session: Session | null = readySession([{ a: {}, b: {} }])) {
  const log: string[] = []
  const written: (Session | null)[] = []
  const appended: Event[] = []
  const effects: Effect[] = []
  const writes: PromiseWithResolvers<void>[] = []
  let ends: (() => void)[] = []
  let historyFails = false

  const loop = startLoop({
    store: {
      session,
      events: 0,
      write: (now) => {
        log.push('write')
        written.push(now)
        const gate = Promise.withResolvers<void>()
        writes.push(gate)
        return gate.promise
      },
    },
    history: {
      append: async (events) => {
        if (historyFails) throw new Error('history is full')
        appended.push(...events)
        log.push('append')
      },
      turnOver: async () => {},
    },
    mask: (text) => text.replaceAll('hunter2', '…(secret)'),
    runEffect: (effect) => {
      log.push(effect.type)
      effects.push(effect)
      return new Promise((resolve) => ends.push(resolve))
    },
    onWritten: (events) => log.push(`heard ${events.map(({ type }) => type).join(' ')}`),
    onTrouble: (why) => log.push(`trouble ${why}`),
  })

  /** Lets everything that waits on a promise, and not on time, go on. */
  const settle = () => vi.advanceTimersByTimeAsync(0)
  const now = () => loop.session() as Session
  return {
    loop,
    log,
    written,
    appended,
    effects,
    settle,
    say: (...steps: Step[]) => {
      for (const step of steps) loop.dispatch(typeof step === 'function' ? step(now()) : step)
    },
    endWrites: async () => {
      for (const gate of writes.splice(0)) gate.resolve()
      await settle()
    },
    failWrites: async (why: string) => {
      for (const gate of writes.splice(0)) gate.reject(new Error(why))
      await settle()
    },
    endEffects: async () => {
      const all = ends
      ends = []
      for (const end of all) end()
      await settle()
    },
    setHistoryFails: (fails: boolean) => {
      historyFails = fails
    },
    openWrites: () => writes.length,
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Whether it is settled by now. */
function watch(promise: Promise<void>) {
  const state = { done: false }
  void promise.then(() => {
    state.done = true
  })
  return state
}

describe('effects', () => {
  test('run, and anybody hears, only after the write that holds their event', async () => {
    const { say, log, written, settle, endWrites, loop } = rig()
    say(requested('a'))
    await settle()
    expect(log).toEqual(['write'])
    expect(written[0]).toBe(loop.session())
    await endWrites()
    expect(log).toEqual(['write', 'append', 'heard batch-requested attempt-opened', 'start-attempt'])
  })

  test('the history gets every event, the automatic ones too, once and in order', async () => {
    const { say, appended, endWrites } = rig()
    say(requested('a'))
    say(started('a'))
    await endWrites()
    await endWrites()
    expect(appended.map(({ type }) => type)).toEqual(['batch-requested', 'attempt-opened', 'attempt-started'])
  })

  test('of the past are run at once', () => {
    const { loop, log } = rig()
    loop.run([{ type: 'share-decisions' }])
    expect(log).toEqual(['share-decisions'])
  })
})

describe('writing', () => {
  test('is one at a time; what comes meanwhile goes together into the next', async () => {
    const { say, written, openWrites, endWrites, settle, loop, log } = rig()
    say(noticed('one'))
    say(noticed('two'), noticed('three'))
    await settle()
    expect(openWrites()).toBe(1)
    await endWrites()
    expect(log).toEqual(['write', 'append', 'heard noticed', 'write'])
    expect(written[1]).toBe(loop.session())
    await endWrites()
    expect(log.at(-1)).toBe('heard noticed noticed')
    expect(written).toHaveLength(2)
  })

  test('events of one cause are one write', async () => {
    const { loop, log, endWrites } = rig()
    loop.dispatch(noticed('one'), noticed('two'))
    await endWrites()
    expect(log).toEqual(['write', 'append', 'heard noticed noticed'])
  })

  test('that fails holds everything back, says so, and is tried again in five seconds with what came since', async () => {
    const { say, log, written, failWrites, endWrites, loop } = rig()
    say(requested('a'))
    await failWrites('no space')
    expect(log).toEqual(['write', 'trouble no space'])
    say(noticed('meanwhile'))
    await vi.advanceTimersByTimeAsync(4999)
    expect(log).toEqual(['write', 'trouble no space'])
    await vi.advanceTimersByTimeAsync(1)
    expect(written[1]).toBe(loop.session())
    await endWrites()
    expect(log.slice(2)).toEqual([
      'write',
      'append',
      'heard batch-requested attempt-opened noticed',
      'start-attempt',
    ])
  })

  test('goes on trying as long as it fails, and runs each effect once', async () => {
    const { say, effects, log, failWrites, endWrites } = rig()
    say(requested('a'))
    for (let time = 0; time < 3; time += 1) {
      await failWrites('no space')
      await vi.advanceTimersByTimeAsync(5000)
    }
    expect(effects).toEqual([])
    await endWrites()
    expect(effects).toHaveLength(1)
    expect(log.filter((line) => line.startsWith('trouble'))).toHaveLength(3)
  })

  test('a history that cannot be written holds effects back as well', async () => {
    const { say, effects, log, endWrites, setHistoryFails } = rig()
    setHistoryFails(true)
    say(requested('a'))
    await endWrites()
    expect(log).toEqual(['write', 'trouble history is full'])
    expect(effects).toEqual([])
    setHistoryFails(false)
    await vi.advanceTimersByTimeAsync(5000)
    await endWrites()
    expect(effects).toHaveLength(1)
  })
})

describe('a loop without a session', () => {
  test('does nothing until one is opened', async () => {
    const { loop, log, written, endWrites } = rig(null)
    loop.dispatch(noticed('x'))
    await endWrites()
    expect([loop.session(), log]).toEqual([null, []])
    const session = sessionOf([{ a: {} }])
    loop.dispatch({ type: 'session-opened', at: AT, session })
    await endWrites()
    expect(log.at(-1)).toBe('prepare-stream')
    expect(written[0]?.streams.a?.workspace.state).toBe('preparing')
  })

  test('an opened session takes the place of the one before', async () => {
    const { loop, endWrites } = rig()
    loop.dispatch({ type: 'session-opened', at: AT, session: sessionOf([{ other: {} }]) })
    await endWrites()
    expect(Object.keys(loop.session()?.streams ?? {})).toEqual(['other'])
  })
})

describe('idle', () => {
  test('is at once where nothing is under way', async () => {
    const { loop, settle } = rig()
    const idle = watch(loop.idle())
    await settle()
    expect(idle.done).toBe(true)
  })

  test('waits for the write and then for every effect', async () => {
    const { loop, say, endWrites, endEffects } = rig()
    say(requested('a'), requested('b'))
    const idle = watch(loop.idle())
    await endWrites()
    await endWrites()
    expect(idle.done).toBe(false)
    await endEffects()
    expect(idle.done).toBe(true)
  })

  test('waits through a disk that is full', async () => {
    const { loop, say, failWrites, endWrites } = rig()
    say(noticed('x'))
    const idle = watch(loop.idle())
    await failWrites('no space')
    expect(idle.done).toBe(false)
    await vi.advanceTimersByTimeAsync(5000)
    await endWrites()
    expect(idle.done).toBe(true)
  })
})

describe('until', () => {
  const isPaused = ({ paused }: Session) => paused
  const pause: Event = { type: 'session-paused', at: AT, by: 'you' }

  test('is at once where it is true already', async () => {
    const { loop, settle } = rig()
    const until = watch(loop.until(() => true))
    await settle()
    expect(until.done).toBe(true)
  })

  test('waits until it is true on disk', async () => {
    const { loop, say, settle, endWrites } = rig()
    const until = watch(loop.until(isPaused))
    say(pause)
    const late = watch(loop.until(isPaused))
    await settle()
    expect([until.done, late.done]).toEqual([false, false])
    await endWrites()
    expect([until.done, late.done]).toEqual([true, true])
  })

  test('is true once: it does not look again', async () => {
    const { loop, say, endWrites } = rig()
    let looks = 0
    const until = watch(
      loop.until((now) => {
        looks += 1
        return now.paused
      }),
    )
    say(pause)
    await endWrites()
    say(noticed('x'))
    await endWrites()
    expect([until.done, looks]).toEqual([true, 2])
  })
})
