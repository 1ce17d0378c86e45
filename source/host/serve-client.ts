import type { Socket } from 'node:net'
import type { Query } from '../commands/command.ts'
import { typeCommand } from '../commands/type-command.ts'
import type { Event } from '../model/event.ts'
import {
  type Answer,
  type ClientMessage,
  clientMessageSchema,
  type HostMessage,
  PROTOCOL,
} from '../model/message.ts'
import type { Session } from '../model/session.ts'
import { answerQuery } from '../runtime/answer-query.ts'
import type { Runtime } from '../runtime/context.ts'
import { jsonLines } from '../runtime/json-lines.ts'
import type { Opened, OpenRequest } from './open-session.ts'
import { VERSION } from './version.ts'

export interface Client {
  onHappened: (events: Event[], session: Session) => void
  onOutput: (stream: string, run: string, text: string) => void
  onTrouble: (why: string) => void
  close: () => void
}

export interface ServeInput {
  runtime: Runtime
  session: () => Session | null
  /** What the events that clients have been told of come to; newer ones are still to be told. */
  written: () => Session | null
  open: (request: OpenRequest) => Promise<Opened>
  stop: () => void
  onGone: () => void
}

/** One client: what it says is checked, what it asks is answered, what happens is told to it when it watches. */
export function serveClient(
  socket: Socket,
  { runtime, session, written, open, stop, onGone }: ServeInput,
): Client {
  let hello: Extract<ClientMessage, { type: 'hello' }> | null = null
  let sameVersion = false
  let watched = { events: false, output: [] as string[] }
  const waiting = new Map<number, (session: Session) => Answer | null>()

  const lines = jsonLines<ClientMessage, HostMessage>(socket, {
    schema: clientMessageSchema,
    onMessage: (message) => {
      if (message.type === 'hello') greet(message)
      else if (message.type === 'stop') stopFor(message)
      else if (!sameVersion) lines.end()
      else if (message.type === 'watch') watchFor(message)
      else if (message.type === 'open') void openFor(message)
      else typed(message)
    },
    onClose: onGone,
  })

  const greet = (message: Extract<ClientMessage, { type: 'hello' }>) => {
    hello = message
    sameVersion = message.protocol === PROTOCOL && message.version === VERSION
    if (sameVersion) welcome()
    else
      lines.send({
        type: 'refused',
        protocol: PROTOCOL,
        version: VERSION,
        message: otherVersion(message.version),
      })
  }

  const welcome = () =>
    lines.send({ type: 'welcome', version: VERSION, pid: process.pid, session: written() })

  /** Told anew how things are: between its greeting and now things may have happened that it did not watch. */
  const watchFor = (message: Extract<ClientMessage, { type: 'watch' }>) => {
    watched = message
    if (message.events) welcome()
  }

  /** Works for every version. A process of a worker may not. */
  const stopFor = (_: Extract<ClientMessage, { type: 'stop' }>) => {
    if (hello !== null && hello.run === null) stop()
    else lines.end()
  }

  const openFor = async (request: OpenRequest) => {
    if (hello?.run) {
      const message = 'A worker may not open sessions.'
      return lines.send({ type: 'not-opened', request: request.request, exit: 1, message, trust: null })
    }
    const opened = await open(request)
    if (opened.ok) lines.send({ type: 'opened', request: request.request, message: opened.message })
    else {
      const { exit, message, trust } = opened
      lines.send({ type: 'not-opened', request: request.request, exit, message, trust })
    }
  }

  const typed = ({ request, focus, text }: Extract<ClientMessage, { type: 'type' }>) => {
    const now = session()
    const reply = (answer: Answer) => lines.send({ type: 'answer', request, answer })
    if (!now)
      return reply({
        text: 'There is no session in this repository yet. Start one with: br-tui PLAN.md',
        exit: 1,
      })
    const by = hello?.run ? (hello.stream && now.streams[hello.stream] ? hello.stream : 'a worker') : 'you'
    const outcome = typeCommand(now, { text, focus, at: Date.now(), by, fromWorker: Boolean(hello?.run) })
    if (outcome.query) return void look(outcome.query, reply)
    if (outcome.events.length > 0) {
      waiting.set(request, outcome.answer)
      runtime.dispatch(...outcome.events)
      return
    }
    const answer = outcome.answer(now)
    if (answer) reply(answer)
  }

  const look = async (query: Query, reply: (answer: Answer) => void) => {
    reply(await answerQuery(runtime, query).catch((error: Error) => ({ text: error.message, exit: 1 })))
  }

  return {
    onHappened: (events, now) => {
      if (watched.events) for (const event of events) lines.send({ type: 'happened', event })
      for (const [request, ask] of waiting) {
        const answer = ask(now)
        if (answer === null) continue
        waiting.delete(request)
        lines.send({ type: 'answer', request, answer })
      }
    },
    onOutput: (stream, run, text) => {
      if (watched.output.includes(stream)) lines.send({ type: 'output', stream, run, text })
    },
    onTrouble: (why) => {
      const text = `The session cannot be written (${why}), so nothing goes on until it can.`
      for (const request of waiting.keys()) lines.send({ type: 'answer', request, answer: { text, exit: 1 } })
      waiting.clear()
    },
    close: () => {
      lines.send({ type: 'stopping' })
      lines.end()
    },
  }
}

const otherVersion = (version: string): string =>
  `The running host is br-tui ${VERSION}, this is ${version}. Type 'br-tui stop', then start again: nothing is lost.`
