import type { Socket } from 'node:net'
import type { Query } from '../commands/command.ts'
import { typeCommand } from '../commands/type-command.ts'
import { workFolder } from '../engine/on-conflict.ts'
import type { Event } from '../model/event.ts'
import { type Answer, type ClientMessage, clientMessageSchema, type HostMessage } from '../model/message.ts'
import { PROTOCOL } from '../model/protocol.ts'
import { problem, sentence } from '../model/result.ts'
import { ORCHESTRATOR, type PaneView } from '../model/screen.ts'
import type { Session } from '../model/session.ts'
import { answerQuery } from '../runtime/answer-query.ts'
import type { Runtime } from '../runtime/context.ts'
import { jsonLines } from '../runtime/json-lines.ts'
import type { TerminalOpened, Terminals } from '../runtime/terminal/terminals.ts'
import type { Transcripts } from '../runtime/transcript/transcripts.ts'
import type { Opened, OpenRequest } from './open-session.ts'
import { createPaneViews } from './pane-views.ts'
import { createPrintTimes } from './print-times.ts'
import { createTextFeed, type Stretch } from './text-feed.ts'
import { VERSION } from './version.ts'

export interface Client {
  onHappened: (events: Event[], session: Session) => void
  /** A stretch of a log is new. */
  onOutput: (stretch: Stretch) => void
  /** The text of a pane has changed. */
  onPane: (pane: string) => void
  onTerminals: (ended: { stream: string; how: string } | null) => void
  onTrouble: (why: string) => void
  close: () => void
}

/** Paints the first frame of a screen for a client that is still loading what paints. */
export type Picture = (session: Session, terminal: Extract<ClientMessage, { type: 'picture' }>) => string

export interface ServeInput {
  runtime: Runtime
  transcripts: Transcripts
  terminals: Terminals
  /** When streams printed last, ms since 1970. */
  printed: ReadonlyMap<string, number>
  session: () => Session | null
  /** What the events that clients have been told of come to; newer ones are still to be told. */
  written: () => Session | null
  /** Gives the events as they are kept. */
  dispatch: (...events: Event[]) => Event[]
  open: (request: OpenRequest) => Promise<Opened>
  /** What a screen shows first; empty: nothing can be said. */
  picture: Picture
  stop: () => void
  onGone: () => void
}

/** A command whose answer depends on what comes of it. */
interface Waiting {
  ask: (session: Session) => Answer | null
  reply: (answer: Answer) => void
  /** The last of its own events. */
  last: Event
  isWritten: boolean
}

/** One client: what it says is checked, what it asks is answered, what happens is told to it when it watches. */
export function serveClient(
  socket: Socket,
  {
    runtime,
    transcripts,
    terminals,
    printed,
    session,
    written,
    dispatch,
    open,
    picture,
    stop,
    onGone,
  }: ServeInput,
): Client {
  let hello: Extract<ClientMessage, { type: 'hello' }> | null = null
  let sameVersion = false
  let knowsTerminals = false
  /** The pane whose terminal this client types in. */
  let typedIn: PaneView | null = null
  let watched = { events: false, output: [] as string[] }
  const waiting = new Map<number, Waiting>()

  const lines = jsonLines<ClientMessage, HostMessage>(socket, {
    schema: clientMessageSchema,
    onMessage: (message) => {
      if (message.type === 'hello') greet(message)
      else if (message.type === 'stop') stopFor(message)
      else if (!sameVersion) lines.end()
      else if (message.type === 'watch') watchFor(message)
      else if (message.type === 'picture') pictureFor(message)
      else if (message.type === 'open') void openFor(message)
      else if (message.type === 'view') viewFor(message)
      else if (message.type === 'scroll') views.scroll(message)
      else if (message.type === 'search') views.search(message)
      else if (message.type === 'open-terminal') void openTerminal(message)
      else if (message.type === 'terminal-input') typeInTerminal(message)
      else typed(message)
    },
    onClose: () => {
      views.close()
      times.close()
      onGone()
    },
  })
  const feed = createTextFeed(socket, lines.send)
  const times = createPrintTimes(printed, lines.send)
  const views = createPaneViews({
    transcriptOf: transcripts.of,
    // What a person does there is none of a worker's business.
    terminalOf: (pane) => (hello?.run === null ? terminals.screenOf(pane) : null),
    scrollTerminal: terminals.scroll,
    send: lines.send,
    together: (work) => {
      socket.cork()
      try {
        work()
      } finally {
        socket.uncork()
      }
    },
    unread: () => socket.writableLength,
  })
  socket.on('drain', () => {
    feed.drained()
    views.drained()
  })

  const greet = (message: Extract<ClientMessage, { type: 'hello' }>) => {
    hello = message
    sameVersion = message.protocol === PROTOCOL && message.version === VERSION
    // What was opened just now is known, and nobody is told of it before it is on disk.
    if (sameVersion && written() === null && session() !== null) void runtime.until(() => true).then(welcome)
    else if (sameVersion) welcome()
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

  const viewFor = (message: Extract<ClientMessage, { type: 'view' }>) => {
    times.begin()
    views.view(message)
    typedIn = message.panes.find(({ terminal }) => terminal === 'typed-in') ?? null
    takeSize()
    if (knowsTerminals) return
    knowsTerminals = true
    tellTerminals(null)
  }

  const tellTerminals = (ended: { stream: string; how: string } | null) => {
    if (knowsTerminals) lines.send({ type: 'terminals', open: terminals.list(), ended })
  }

  /** A terminal has one size: that of the screen on which somebody types in it. */
  const takeSize = () => {
    if (hello?.run !== null || !typedIn || typedIn.columns < 2 || typedIn.rows < 1) return
    terminals.resize(typedIn.pane, { columns: typedIn.columns, rows: typedIn.rows })
  }

  const openTerminal = async ({ request, ...order }: Extract<ClientMessage, { type: 'open-terminal' }>) => {
    const now = session()
    const open = async (): Promise<TerminalOpened> => {
      if (hello?.run !== null) return problem('A worker may not open terminals.')
      if (!now || runtime.stopped.aborted) return problem('There is no session any more to open it in.')
      return terminals.open(now, order)
    }
    const opened = await open()
    lines.send({
      type: 'terminal-opened',
      request,
      problem: opened.ok ? null : sentence(opened.error),
      isUnable: opened.isUnable ?? false,
    })
  }

  const typeInTerminal = ({ stream, text, isPaste }: Extract<ClientMessage, { type: 'terminal-input' }>) => {
    if (hello?.run !== null) return
    takeSize()
    terminals.input(stream, text, isPaste)
  }

  /** Told anew how things are: between its greeting and now things may have happened that it did not watch. */
  const watchFor = (message: Extract<ClientMessage, { type: 'watch' }>) => {
    watched = message
    if (message.events) welcome()
  }

  const pictureFor = (message: Extract<ClientMessage, { type: 'picture' }>) => {
    const now = written()
    lines.send({ type: 'picture', bytes: now && !now.ended ? picture(now, message) : '' })
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
    if (opened.ok)
      lines.send({ type: 'opened', request: request.request, message: runtime.mask(opened.message) })
    else {
      const { exit, trust } = opened
      const message = runtime.mask(opened.message)
      lines.send({ type: 'not-opened', request: request.request, exit, message, trust })
    }
  }

  const typed = ({ request, focus, text }: Extract<ClientMessage, { type: 'type' }>) => {
    const now = session()
    if (!now) {
      const none = 'There is no session in this repository yet. Start one with: br-tui PLAN.md'
      return feed.send({ type: 'answer', request, answer: { text: none, exit: 1 } })
    }
    // What an agent asks and is told is no part of the conversation with a person.
    const answered = hello?.run ? null : transcripts.typed(focus ?? ORCHESTRATOR, runtime.mask(text))
    const reply = ({ text: said, ...rest }: Answer) => {
      const isPlace = Object.values(now.streams).some((facts) => workFolder(facts) === said)
      // A path is there to be opened.
      const answer = { ...rest, text: isPlace ? said : runtime.mask(said) }
      feed.send({ type: 'answer', request, answer })
      answered?.(answer.text)
    }
    const by = hello?.run ? (hello.stream && now.streams[hello.stream] ? hello.stream : 'a worker') : 'you'
    const outcome = typeCommand(now, { text, focus, at: Date.now(), by, fromWorker: Boolean(hello?.run) })
    if (outcome.query) return void look(outcome.query, reply)
    if (outcome.events.length > 0) {
      const last = dispatch(...outcome.events).at(-1) as Event
      waiting.set(request, { ask: outcome.answer, reply, last, isWritten: false })
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
      if (watched.events) for (const event of events) feed.send({ type: 'happened', event })
      for (const [request, waits] of waiting) {
        // A write may hold what others asked for and not yet this: its answer would speak of an older session.
        waits.isWritten ||= events.includes(waits.last)
        const answer = waits.isWritten ? waits.ask(now) : null
        if (answer === null) continue
        waiting.delete(request)
        waits.reply(answer)
      }
    },
    onOutput: (stretch) => {
      times.printed(stretch.stream)
      if (watched.output.includes(stretch.stream)) feed.add(stretch)
    },
    onPane: views.changed,
    onTerminals: tellTerminals,
    onTrouble: (why) => {
      const text = `The session cannot be written (${why}), so nothing goes on until it can.`
      for (const { reply } of waiting.values()) reply({ text, exit: 1 })
      waiting.clear()
    },
    close: () => {
      feed.flush()
      views.close()
      lines.send({ type: 'stopping' })
      lines.end()
    },
  }
}

const otherVersion = (version: string): string =>
  `The running host is br-tui ${VERSION}, this is ${version}. Type 'br-tui stop', then start again: nothing is lost.`
