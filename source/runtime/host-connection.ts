import { createConnection, type Socket } from 'node:net'
import { type ClientMessage, type HostMessage, hostMessageSchema } from '../model/message.ts'
import { PROTOCOL } from '../model/protocol.ts'
import { ok, problem, type Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { type JsonLines, jsonLines } from './json-lines.ts'
import { untilHeard, watchTyped } from './silent-host.ts'

export interface HostConnection {
  /** As it was when the host greeted; newer facts come with `happened`. */
  session: Session | null
  pid: number
  send: (message: ClientMessage) => void
  /** Called for every message from now on. Returns how to stop listening. */
  listen: (listener: (message: HostMessage) => void) => () => void
  /** Resolves when the host is gone or lets go, with true if it said so before. */
  closed: Promise<boolean>
  close: () => void
}

export interface Caller {
  version: string
  env: NodeJS.ProcessEnv
}

/** Null: no host listens there. A host of another version is a problem that says how to go on. */
export async function connectHost(
  socketPath: string,
  { version, env }: Caller,
): Promise<Result<HostConnection | null>> {
  const socket = await dial(socketPath)
  if (!socket) return ok(null)
  return new Promise((resolve) => {
    const listeners = new Set<(message: HostMessage) => void>()
    let saidStopping = false
    let isWelcome = false
    let close: (stopping: boolean) => void = () => {}
    const closed = new Promise<boolean>((settle) => {
      close = settle
    })
    const tell = (message: HostMessage) => {
      for (const listener of listeners) listener(message)
    }
    const typed = watchTyped(socketPath, tell)
    const greeting = untilHeard(socketPath, {
      longest: 60_000,
      giveUp: (why) => {
        resolve(why)
        socket.destroy()
      },
    })
    const lines: JsonLines<ClientMessage> = jsonLines<HostMessage, ClientMessage>(socket, {
      schema: hostMessageSchema,
      onMessage: (message) => {
        greeting.heard()
        if (message.type === 'refused') {
          resolve(problem(message.message))
          lines.end()
        } else if (message.type === 'welcome' && !isWelcome) {
          isWelcome = true
          const { session, pid } = message
          const listen = (listener: (message: HostMessage) => void) => {
            listeners.add(listener)
            return () => listeners.delete(listener)
          }
          const send = (sent: ClientMessage) => {
            if (sent.type === 'type') typed.sent(sent.request)
            lines.send(sent)
          }
          resolve(ok({ session, pid, send, listen, closed, close: () => lines.end() }))
        } else {
          if (message.type === 'stopping') saidStopping = true
          if (message.type === 'answer' && !typed.answered(message.request)) return
          tell(message)
        }
      },
      onClose: (why) => {
        greeting.heard()
        typed.end()
        close(saidStopping)
        resolve(problem(`The host hung up${why ? `: ${why}` : ''}.`, "Type 'br-tui stop', then start again."))
      },
    })
    lines.send({
      type: 'hello',
      protocol: PROTOCOL,
      version,
      run: env.BR_RUN || null,
      stream: env.BR_STREAM ?? null,
    })
  })
}

/** Tells a host of any version to stop, and resolves when it has; false where none is. */
export async function stopHost(socketPath: string, { version, env }: Caller): Promise<Result<boolean>> {
  const socket = await dial(socketPath)
  if (!socket) return ok(false)
  const gone = new Promise<Result<boolean>>((resolve) => {
    // It may have much to end: no time is too long for one that is awake.
    const watch = untilHeard(socketPath, {
      longest: Number.POSITIVE_INFINITY,
      giveUp: (why) => {
        resolve(why)
        socket.destroy()
      },
    })
    socket.once('close', () => {
      watch.heard()
      resolve(ok(true))
    })
  })
  socket.on('error', () => {})
  socket.resume()
  const hello: ClientMessage = {
    type: 'hello',
    protocol: PROTOCOL,
    version,
    run: env.BR_RUN || null,
    stream: null,
  }
  socket.write(`${JSON.stringify(hello)}\n${JSON.stringify({ type: 'stop' })}\n`)
  return gone
}

function dial(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    // Not there, or a file that a killed host left behind.
    socket.once('error', () => resolve(null))
  })
}
