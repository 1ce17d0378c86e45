import type { Socket } from 'node:net'
import type { z } from 'zod'

/** A line longer than this is no message of ours. A whole session is the largest thing that is sent. */
const LINE_LIMIT = 64 * 1024 * 1024

export interface JsonLines<Out> {
  send: (message: Out) => void
  /** Sends what is left, then closes. */
  end: () => void
}

export interface JsonLinesOptions<In> {
  schema: z.ZodType<In>
  onMessage: (message: In) => void
  /** The other side is gone, or spoke what the schema does not know. */
  onClose: (why: string | null) => void
}

/** One JSON message a line over a socket, every one checked before anybody sees it. */
export function jsonLines<In, Out>(
  socket: Socket,
  { schema, onMessage, onClose }: JsonLinesOptions<In>,
): JsonLines<Out> {
  let rest: Buffer[] = []
  let held = 0
  let closed = false
  const close = (why: string | null) => {
    if (closed) return
    closed = true
    socket.destroy()
    onClose(why)
  }
  const take = (line: string) => {
    const parsed = parse(schema, line)
    if (parsed === null) close('it said something this version does not understand')
    else onMessage(parsed)
  }
  socket.on('data', (chunk: Buffer) => {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0 && !closed; end = chunk.indexOf(10, start)) {
      take(Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8'))
      rest = []
      held = 0
      start = end + 1
    }
    const tail = chunk.subarray(start)
    if (tail.length > 0) rest.push(tail)
    held += tail.length
    if (held > LINE_LIMIT) close('it sent a line without end')
  })
  socket.on('error', () => close(null))
  socket.on('close', () => close(null))
  return {
    send: (message) => {
      if (!closed && socket.writable) socket.write(`${JSON.stringify(message)}\n`)
    },
    end: () => socket.end(),
  }
}

function parse<In>(schema: z.ZodType<In>, line: string): In | null {
  try {
    const result = schema.safeParse(JSON.parse(line))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
