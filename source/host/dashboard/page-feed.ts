import type { Parts } from '../../page/view/parts-of-view.ts'
import { maskValues } from '../../runtime/worker/mask-values.ts'

/** What has changed since a version; a part that is gone is null. */
export interface Change {
  version: number
  parts: Parts
}

export interface PageFeed {
  /** Something has happened. Costs nothing while nobody looks. */
  changed: () => void
  /** The newest of everything that changed after `version`, 0: all of it; null: nothing has. */
  since: (version: number) => Change | null
  /** Resolves when there is something after `version`, or it is time for a sign of life, or all is over. */
  next: (version: number) => Promise<void>
  /** Whoever looks says so, and calls what it gets when it goes. */
  join: () => () => void
  isOpen: () => boolean
  close: () => void
}

interface FeedInput {
  parts: () => Parts
  mask: (text: string) => string
}

/** However much happens, a view is made no more often, ms; one that takes long more seldom, but not later than is told at once. */
const AT_MOST_EVERY = 100
const SHARE = 5
const AT_LEAST_EVERY = 400
/** Proxies end connections on which nothing comes for half a minute or more. It also moves the forecast on. */
const SIGN_OF_LIFE = 15_000

/**
 * Versions of the view's parts. For each part the newest text and the version it came with are kept, and no list of
 * changes: whoever comes back, or reads slowly, gets the newest of what it has not seen, and needs no memory of ours.
 */
export function createPageFeed({ parts, mask }: FeedInput): PageFeed {
  const known = new Map<string, { raw: string; part: unknown; version: number }>()
  let version = 0
  let isStale = true
  let lookers = 0
  let isOpen = true
  let made: NodeJS.Timeout | null = null
  let alive: NodeJS.Timeout | null = null
  let earliest = 0
  let waiting: (() => void)[] = []

  const wake = () => {
    const all = waiting
    waiting = []
    for (const resolve of all) resolve()
  }

  const refresh = () => {
    if (made) clearTimeout(made)
    made = null
    isStale = false
    const begun = performance.now()
    const now = parts()
    const next = version + 1
    for (const key of known.keys()) if (!(key in now)) put(key, null, next)
    for (const [key, part] of Object.entries(now)) put(key, part, next)
    const took = performance.now() - begun
    earliest = performance.now() + Math.min(AT_LEAST_EVERY, Math.max(AT_MOST_EVERY, took * SHARE))
  }

  const put = (key: string, part: unknown, next: number) => {
    const raw = JSON.stringify(part)
    if (known.get(key)?.raw === raw) return
    version = next
    // Events are masked as they come in; this is for what the host knows from elsewhere, such as its environment.
    known.set(key, { raw, part: maskValues(part, mask), version })
  }

  const changed = () => {
    isStale = true
    if (lookers === 0 || made || !isOpen) return
    made = setTimeout(
      () => {
        refresh()
        wake()
      },
      Math.max(0, earliest - performance.now()),
    )
  }

  const since = (seen: number): Change | null => {
    const news = [...known].filter(([, part]) => part.version > seen)
    if (news.length === 0) return null
    return { version, parts: Object.fromEntries(news.map(([key, { part }]) => [key, part])) }
  }

  const next = (seen: number) =>
    !isOpen || version > seen ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))

  const join = () => {
    if (isStale) refresh()
    lookers += 1
    alive ??= setInterval(() => {
      refresh()
      wake()
    }, SIGN_OF_LIFE)
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      lookers -= 1
      if (lookers === 0) rest()
      wake()
    }
  }

  const rest = () => {
    if (made) clearTimeout(made)
    if (alive) clearInterval(alive)
    made = null
    alive = null
  }

  const close = () => {
    isOpen = false
    rest()
    wake()
  }

  return { changed, since, next, join, isOpen: () => isOpen, close }
}
