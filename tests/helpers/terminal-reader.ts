import type { IPty } from '@lydell/node-pty'

/** Bytes that may wait for the emulator; beyond it nothing is read, as a real terminal would do. */
const FURTHEST_AHEAD = 256 * 1024
/** How often a slow line delivers, ms. */
const TICK = 10

/** Reads a pty as fast as its bytes are taken, or only so many a second. */
export interface Reader {
  /** null: as fast as it goes. */
  throttle: (bytesPerSecond: number | null) => void
  /** Everything that came has been taken. */
  drained: () => Promise<void>
  received: () => number
}

export function readPty(pty: IPty, take: (bytes: Uint8Array, taken: () => void) => void): Reader {
  const socket = boundedSocket(pty)
  let rate: number | null = null
  let waiting: Uint8Array[] = []
  let untaken = 0
  let received = 0
  let timer: NodeJS.Timeout | null = null
  let last = 0
  const whenDrained: (() => void)[] = []

  const give = (bytes: Uint8Array) => {
    take(bytes, () => {
      untaken -= bytes.length
      if (untaken < FURTHEST_AHEAD / 2 && waiting.length === 0) socket.resume()
      if (untaken === 0) for (const go of whenDrained.splice(0)) go()
    })
  }
  /** What a line of this rate has carried since the last time. */
  const carry = () => {
    timer = null
    const now = performance.now()
    let budget = rate === null ? Number.POSITIVE_INFINITY : Math.round(((now - last) * rate) / 1000)
    last = now
    while (budget > 0 && waiting.length > 0) {
      const [first, ...rest] = waiting as [Uint8Array, ...Uint8Array[]]
      const part = first.subarray(0, budget)
      waiting = part.length === first.length ? rest : [first.subarray(part.length), ...rest]
      budget -= part.length
      give(part)
    }
    if (waiting.length > 0) timer = setTimeout(carry, TICK)
    else if (untaken < FURTHEST_AHEAD / 2) socket.resume()
  }
  pty.onData((data) => {
    const bytes = data as unknown as Uint8Array
    received += bytes.length
    untaken += bytes.length
    if (rate === null && waiting.length === 0) {
      if (untaken > FURTHEST_AHEAD) socket.pause()
      return give(bytes)
    }
    socket.pause()
    waiting.push(bytes)
    if (timer) return
    last = performance.now()
    timer = setTimeout(carry, TICK)
  })
  return {
    throttle: (bytesPerSecond) => {
      rate = bytesPerSecond
    },
    drained: () => (untaken === 0 ? Promise.resolve() : new Promise((go) => whenDrained.push(go))),
    received: () => received,
  }
}

/**
 * A paused stream goes on reading until 64 KB wait in it: more than a second of a slow line. So it keeps nothing, and
 * what is not taken stays in the kernel's few KB, where it stops the program as a real line does.
 */
function boundedSocket(pty: IPty) {
  const { _socket: socket } = pty as unknown as {
    _socket: NodeJS.ReadStream & { _readableState: { highWaterMark: number } }
  }
  socket._readableState.highWaterMark = 1
  return socket
}
