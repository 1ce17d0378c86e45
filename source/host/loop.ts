import { advance } from '../engine/update.ts'
import type { Effect } from '../model/effect.ts'
import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import type { History } from '../runtime/history.ts'
import type { Store } from '../runtime/store.ts'
import { maskValues } from '../runtime/worker/mask-values.ts'

/** How long a db that cannot be written is left alone before the next try, ms. */
const WRITE_AGAIN = 5000

export interface Loop {
  session: () => Session | null
  /** As it is on disk: what everybody has been told of. */
  written: () => Session | null
  /** Events of one cause go together: what hears of them sees them all applied. Gives them as they are kept. */
  dispatch: (...events: Event[]) => Event[]
  /** Runs effects that no event of now asked for: those a host that died did not get to. */
  run: (effects: Effect[]) => void
  /** Resolves when everything is written and no effect is under way. Workers may still be running. */
  idle: () => Promise<void>
  /** Resolves when what is written makes it true. */
  until: (isTrue: (session: Session) => boolean) => Promise<void>
}

export interface LoopInput {
  store: Pick<Store, 'session' | 'events' | 'write'>
  history: Pick<History, 'append' | 'turnOver'>
  /** Everything that a session knows comes in as an event, so here and nowhere else secrets are kept out of it. */
  mask: (text: string) => string
  runEffect: (effect: Effect) => Promise<void>
  /** What has happened, once it is on disk. */
  onWritten: (events: Event[], session: Session) => void
  /** The db cannot be written: nothing goes on until it can. */
  onTrouble: (why: string) => void
}

/**
 * event → update → db → effects → event … An event's effects run, and anybody hears of it, only after the write that
 * holds it is on disk. One write is in flight; what comes meanwhile goes into the next.
 */
export function startLoop({ store, history, mask, runEffect, onWritten, onTrouble }: LoopInput): Loop {
  let session = store.session
  let written = store.session
  let count = store.events
  let unwritten: { events: Event[]; effects: Effect[] } = { events: [], effects: [] }
  let writing = false
  let running = 0
  let waiting: (() => void)[] = []
  const looking = new Set<(session: Session) => void>()

  const dispatch = (...events: Event[]) => {
    const kept = events.map((event) => maskValues(event, mask))
    for (const event of kept) apply(event)
    void flush()
    return kept
  }

  const apply = (event: Event) => {
    const before = event.type === 'session-opened' ? event.session : session
    if (!before) return
    const advanced = advance(before, event)
    session = advanced.session
    unwritten.events.push(...advanced.events)
    unwritten.effects.push(...advanced.effects)
  }

  const flush = async () => {
    if (writing) return
    writing = true
    while (unwritten.events.length > 0 && session) {
      const { events, effects } = unwritten
      const now = session
      unwritten = { events: [], effects: [] }
      try {
        await store.write(now, count + events.length)
        await history.append(events, count + 1)
      } catch (error) {
        unwritten = { events: [...events, ...unwritten.events], effects: [...effects, ...unwritten.effects] }
        onTrouble((error as Error).message)
        await new Promise((resolve) => setTimeout(resolve, WRITE_AGAIN))
        continue
      }
      count += events.length
      await history.turnOver(now, count)
      written = now
      onWritten(events, now)
      run(effects)
      for (const look of [...looking]) look(now)
    }
    writing = false
    settle()
  }

  const run = (effects: Effect[]) => {
    for (const effect of effects) {
      running += 1
      void runEffect(effect).finally(() => {
        running -= 1
        settle()
      })
    }
  }

  const isIdle = () => !writing && running === 0
  const settle = () => {
    if (!isIdle()) return
    const done = waiting
    waiting = []
    for (const resolve of done) resolve()
  }
  const idle = () => (isIdle() ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve)))

  const until = (isTrue: (now: Session) => boolean) =>
    new Promise<void>((resolve) => {
      const look = (now: Session) => {
        if (!isTrue(now)) return
        looking.delete(look)
        resolve()
      }
      looking.add(look)
      if (session && !writing) look(session)
    })

  return { session: () => session, written: () => written, dispatch, run, idle, until }
}
