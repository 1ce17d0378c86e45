import type { Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import type { HostMessage } from '../model/message.ts'
import { readBlock } from '../runtime/transcript/read-block.ts'

/** Logs as text, for a client without a screen, in order with everything else it is told. */
export interface TextFeed {
  /** A stretch of a log is there to be sent. */
  add: (stretch: Stretch) => void
  /** After the text that was there before. */
  send: (message: HostMessage) => void
  drained: () => void
  /** Sends all that is left, also to a client that does not read. */
  flush: () => void
}

export interface Stretch {
  stream: string
  run: string
  path: string
  from: number
  to: number
}

const BLOCK = 64 * 1024
/** A client that is so far behind is given more when it has read that. What is left stays in the logs until then. */
const FURTHEST_BEHIND = 1024 * 1024

export function createTextFeed(socket: Socket, sendNow: (message: HostMessage) => void): TextFeed {
  const queue: (Stretch | HostMessage)[] = []
  const decoders = new Map<string, StringDecoder>()

  const isStretch = (item: Stretch | HostMessage | undefined): item is Stretch =>
    item !== undefined && 'path' in item

  const pump = (limit: number) => {
    while (queue.length > 0 && socket.writableLength < limit) {
      const item = queue[0] as Stretch | HostMessage
      if (isStretch(item) && sendBlock(item)) continue
      queue.shift()
      if (!isStretch(item)) sendNow(item)
    }
  }

  /** False: there is no more of it. */
  const sendBlock = (stretch: Stretch) => {
    const { stream, run, path, from, to } = stretch
    const block = readBlock(path, from, Math.min(to, from + BLOCK))
    if (block === null || block.length === 0) return false
    // Whole lines, as far as they have ended.
    const isLast = from + block.length >= to
    const bytes = isLast ? block : block.subarray(0, block.lastIndexOf(10) + 1 || block.length)
    stretch.from += bytes.length
    const decoder = decoders.get(run) ?? new StringDecoder('utf8')
    decoders.set(run, decoder)
    const text = decoder.write(bytes)
    if (text !== '') sendNow({ type: 'output', stream, run, text })
    return true
  }

  return {
    add: (stretch) => {
      const last = queue.at(-1)
      if (isStretch(last) && last.run === stretch.run && last.to === stretch.from) last.to = stretch.to
      else queue.push(stretch)
      pump(FURTHEST_BEHIND)
    },
    send: (message) => {
      if (queue.length === 0) sendNow(message)
      else queue.push(message)
    },
    drained: () => pump(FURTHEST_BEHIND),
    flush: () => pump(Number.POSITIVE_INFINITY),
  }
}
