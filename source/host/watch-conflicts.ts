import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { watchedStreams } from '../runtime/radar.ts'
import { watchFolder } from '../runtime/watch-folder.ts'

/** What happens at once is looked at once, ms. */
const SETTLE = 300
/** Who prints may have written something, or not, and mostly goes on printing: there is time, ms. */
const PRINTED = 1000
/** From the end of one look to the next, ms; longer where looking takes long, so that it never uses more than a tenth. */
const PAUSE = 3000
const REST = 10
/** How often in a row an unsuccessful look is tried again by itself. */
const TRIES = 3

export interface ConflictWatch {
  follow(session: Session, events: readonly Event[]): void
  /** The stream's agent printed something. */
  printed(stream: string): void
  /** Resolves when nobody looks any more. */
  close(): Promise<void>
}

export interface ConflictWatchInput {
  folders: (stream: string) => Promise<string[]>
  /** False: it has to be looked again. */
  look: (changed: ReadonlySet<string>) => Promise<boolean>
}

/**
 * Says when to look for conflicts: soon after something has changed, and not often. While nothing changes there is no
 * timer.
 */
export function watchConflicts({ folders, look }: ConflictWatchInput): ConflictWatch {
  const watched = new Map<string, (() => void) | null>()
  let changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | null = null
  /** The next look, as it is wanted (ms of `performance.now()`). */
  let wanted: number | null = null
  let isOver = false
  let notBefore = 0
  let failed = 0

  const ask = (settle = SETTLE) => {
    const at = performance.now() + settle
    if (isOver || (wanted !== null && wanted <= at)) return
    wanted = at
    if (!looking) plan(at)
  }

  const plan = (at: number) => {
    clearTimeout(timer)
    timer = setTimeout(start, Math.max(at, notBefore) - performance.now())
  }

  const start = () => {
    wanted = null
    looking = go().finally(() => {
      looking = null
      if (failed > 0 && failed <= TRIES) ask()
      if (wanted !== null && !isOver) plan(wanted)
    })
  }

  const go = async () => {
    const seen = changed
    changed = new Set()
    const begun = performance.now()
    const isWhole = await look(seen)
    const ended = performance.now()
    notBefore = ended + Math.max(PAUSE, REST * (ended - begun))
    failed = isWhole ? 0 : failed + 1
    if (!isWhole) for (const stream of seen) changed.add(stream)
  }

  const watch = (stream: string) => {
    watched.set(stream, null)
    void folders(stream).then((paths) => {
      if (isOver || !watched.has(stream)) return
      const watchers = paths.map((path) => watchFolder(path, { ms: SETTLE }, () => touch(stream)))
      watched.set(stream, () => {
        for (const watcher of watchers) watcher.close()
      })
    })
  }

  const unwatch = (stream: string) => {
    watched.get(stream)?.()
    watched.delete(stream)
  }

  const touch = (stream: string, settle = SETTLE) => {
    if (!watched.has(stream)) return
    changed.add(stream)
    ask(settle)
  }

  return {
    follow: (session, events) => {
      if (isOver) return
      const streams = watchedStreams(session)
      const gone = [...watched.keys()].filter((stream) => !streams.includes(stream))
      const come = streams.filter((stream) => !watched.has(stream))
      gone.forEach(unwatch)
      come.forEach(watch)
      for (const stream of [...come, ...events.flatMap(streamsOf)]) touch(stream)
      if (gone.length > 0 || events.some(({ type }) => type === 'landing-published')) ask()
    },
    printed: (stream) => touch(stream, PRINTED),
    close: async () => {
      isOver = true
      clearTimeout(timer)
      for (const stream of [...watched.keys()]) unwatch(stream)
      await looking
    },
  }
}

/** Of events after which a workspace or its branch is another one. */
const streamsOf = (event: Event): string[] => {
  switch (event.type) {
    case 'attempt-ended':
    case 'stream-synced':
    case 'conflict-aborted':
    case 'file-handed-over':
      return [event.stream]
    default:
      return []
  }
}
