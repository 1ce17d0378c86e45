import { typeCommand } from '../commands/type-command.ts'
import { createPaneViews } from '../host/pane-views.ts'
import type { Answer, ClientMessage, HostMessage } from '../model/message.ts'
import type { ReplayOrder, ReplayStatus } from '../model/replay.ts'
import { ORCHESTRATOR } from '../model/screen.ts'
import type { Attempt, Session } from '../model/session.ts'
import { logSize } from '../runtime/transcript/log.ts'
import { openTranscripts } from '../runtime/transcript/transcripts.ts'
import { createPlayer } from './player.ts'
import type { Recording } from './recording.ts'

export interface PlayInput {
  recording: Recording
  speed: number
  /** Where the log of a run lies, if it is still there. */
  logOf: (run: string) => string
}

/** What a screen looks at in place of a host: the same messages, of what happened once. Nothing is written. */
export interface Play {
  session: () => Session
  send: (message: ClientMessage) => void
  listen: (listener: (message: HostMessage) => void) => () => void
  onSession: (listener: () => void) => () => void
  /** Never resolves: there is no host that could go. */
  closed: Promise<boolean>
  close: () => void
  status: () => ReplayStatus
  order: (order: ReplayOrder) => void
}

/** How often logs grow and clocks go on while it plays, ms. */
const TICK = 100

export function play({ recording, speed, logOf }: PlayInput): Play {
  const listeners = new Set<(message: HostMessage) => void>()
  const watchers = new Set<() => void>()
  const player = createPlayer(recording, { speed, wall: () => performance.now() })
  const send = (message: HostMessage) => {
    for (const listener of listeners) listener(message)
  }
  let timer: NodeJS.Timeout | undefined
  /** How many events the transcripts hold, and the time until which. */
  let shown = 0
  let told = player.now()
  const session = () => recording.after(player.count())

  const endings = endsOf(recording)
  /** How much of a log there was: nobody kept when which line came, so that it is taken to have grown evenly. */
  const grownTo = ({ run, startedAt, requestedAt }: Attempt, now: number) => {
    const size = logSize(logOf(run))
    if (size === null) return null
    const begun = startedAt ?? requestedAt
    const whole = (endings.get(run) ?? now) - begun
    const share = whole > 0 ? Math.min(1, Math.max(0, now - begun) / whole) : 1
    return Math.floor(size * share)
  }
  const open = () =>
    openTranscripts({
      logOf,
      now: () => told,
      onChange: (pane) => views.changed(pane),
      sizeOf: (run) => {
        const found = attemptsOf(session()).find(({ attempt }) => attempt.run === run)
        return found ? grownTo(found.attempt, player.now()) : null
      },
    })
  let transcripts = open()
  const views = createPaneViews({
    transcriptOf: (pane) => transcripts.of(pane),
    terminalOf: () => null,
    scrollTerminal: () => {},
    send,
    together: (work) => work(),
    unread: () => 0,
  })

  const grow = (now: Session, at: number) => {
    told = at
    for (const { stream, attempt } of attemptsOf(now)) {
      // One that ends now has printed its last until now.
      if (attempt.worker === null || (attempt.endedAt !== null && attempt.endedAt < at)) continue
      const offset = grownTo(attempt, at)
      if (offset === null) continue
      const before = transcripts.grew(stream, attempt.run, { offset, lines: null }).from
      if (offset > before) send({ type: 'printed', at: { [stream]: at } })
    }
  }

  const show = () => {
    const count = player.count()
    // What was told later must not be told yet.
    if (count < shown) {
      transcripts = open()
      shown = count - 1
    }
    // One by one: a run that began and ended since has a log as well.
    for (; shown < count; shown += 1) {
      const then = recording.after(shown + 1)
      told = recording.times[shown] as number
      transcripts.heard(then)
      grow(then, told)
    }
    grow(session(), player.now())
    for (const watcher of [...watchers]) watcher()
  }

  const plan = () => {
    clearTimeout(timer)
    const due = player.due()
    if (due === null) return
    timer = setTimeout(tick, Math.max(1, Math.min(TICK, due - performance.now())))
  }

  const tick = () => {
    if (player.advance()) show()
    else grow(session(), player.now())
    plan()
  }

  const answer = (text: string, pane: string | null): Answer => {
    const now = session()
    const outcome = typeCommand(now, {
      ...{ text, focus: pane, at: player.now(), by: 'you', fromWorker: false },
    })
    const isLook = outcome.events.length === 0 && !outcome.query
    return (isLook ? outcome.answer(now) : null) ?? { text: ONLY_LOOKED_AT, exit: 1 }
  }

  const typed = ({ request, text, focus }: Extract<ClientMessage, { type: 'type' }>) => {
    const answered = transcripts.typed(focus ?? ORCHESTRATOR, text)
    const said = answer(text, focus)
    answered(said.text)
    // As from a host: never before who asked has heard that it was asked.
    queueMicrotask(() => send({ type: 'answer', request, answer: said }))
  }

  show()
  plan()
  return {
    session,
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onSession: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    closed: new Promise(() => {}),
    close: () => {
      clearTimeout(timer)
      views.close()
    },
    status: player.status,
    order: (what) => {
      player.order(what)
      show()
      plan()
    },
    send: (message) => {
      if (message.type === 'view') views.view(message)
      else if (message.type === 'scroll') views.scroll(message)
      else if (message.type === 'search') views.search(message)
      else if (message.type === 'type') typed(message)
      else if (message.type === 'open-terminal')
        send({ type: 'terminal-opened', request: message.request, problem: ONLY_LOOKED_AT, isUnable: false })
    },
  }
}

const ONLY_LOOKED_AT = 'This is a replay: it can be looked at, and nothing can be done in it.'

const attemptsOf = ({ streams }: Session) =>
  Object.entries(streams).flatMap(([stream, { batches }]) =>
    batches.flatMap((batch) => batch.attempts.map((attempt) => ({ stream, attempt }))),
  )

/** When each run's agent had ended, ms since 1970. */
function endsOf({ events }: Recording): Map<string, number> {
  const ends = new Map<string, number>()
  for (const event of events)
    if ((event.type === 'attempt-exited' || event.type === 'attempt-ended') && !ends.has(event.run))
      ends.set(event.run, event.at)
  return ends
}
