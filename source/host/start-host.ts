import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { waitingForWorker } from '../engine/next-event.ts'
import { runningAttempts } from '../engine/running-attempts.ts'
import type { Event } from '../model/event.ts'
import { ok, type Result } from '../model/result.ts'
import { ORCHESTRATOR } from '../model/screen.ts'
import type { Session } from '../model/session.ts'
import type { Runtime } from '../runtime/context.ts'
import { runFolder } from '../runtime/effects/run-address.ts'
import { runEffect } from '../runtime/effects/run-effect.ts'
import { removeHostPid, writeHostPid } from '../runtime/host-pid.ts'
import { turns } from '../runtime/in-turn.ts'
import { LIMITS } from '../runtime/limits.ts'
import { listenPrivately } from '../runtime/listen.ts'
import { takeLock } from '../runtime/lock.ts'
import { otlpEndpoint } from '../runtime/otlp/endpoint.ts'
import { noOtlp, openOtlp } from '../runtime/otlp/otlp.ts'
import { makePlaces, type Places } from '../runtime/places.ts'
import { openRadar, workspaceFolders } from '../runtime/radar.ts'
import { rereadChangedPlan } from '../runtime/reread-plan.ts'
import { noTelemetry, openTelemetry, whyNoTelemetry } from '../runtime/telemetry-file.ts'
import { openTerminals } from '../runtime/terminal/terminals.ts'
import { openDialogue } from '../runtime/transcript/dialogue.ts'
import { openTranscripts } from '../runtime/transcript/transcripts.ts'
import { createMasker, sensitiveValues } from '../runtime/worker/mask.ts'
import { runPaths } from '../runtime/worker/run-paths.ts'
import { keepSpareWorkers } from '../runtime/worker/spare-workers.ts'
import { archive } from './archive.ts'
import { keepDashboard } from './dashboard/keep-dashboard.ts'
import { inspectWorld } from './inspect-world.ts'
import { keepRoom } from './keep-room.ts'
import { type Loop, startLoop } from './loop.ts'
import { openSession } from './open-session.ts'
import { type Client, type Picture, serveClient } from './serve-client.ts'
import { takeSession } from './take-session.ts'
import { tidy } from './tidy.ts'
import { watchConflicts } from './watch-conflicts.ts'
import { watchPlan } from './watch-plan.ts'

export interface HostInput {
  places: Places
  root: string
  /** argv that starts this program, for workers. */
  program: string[]
  env: NodeJS.ProcessEnv
  picture?: Picture
  limits?: Pick<typeof LIMITS, 'history'>
}

export interface Host {
  loop: Loop
  /** Lets go of everything but the workers, which live on. What `kill -9` does, without the mess. */
  close: () => Promise<void>
  /** Resolves when the host has ended by itself: it was stopped, or has nothing to do and nobody looks. */
  ended: Promise<void>
}

/** Takes the repository, the db and the socket, and goes on where the last host left off. */
export async function startHost({
  places,
  root,
  program,
  env,
  picture = () => '',
  limits = LIMITS,
}: HostInput): Promise<Result<Host>> {
  const made = await makePlaces(places)
  if (!made.ok) return made
  const lock = await takeLock(places.lock)
  if (!lock.ok) return lock
  const taken = await takeSession(places, limits.history)
  if (!taken.ok) {
    lock.value.release()
    return taken
  }
  const { store, history, notes } = taken.value
  const clients = new Set<Client>()
  const background = new Set<Promise<void>>()
  let resolveEnded: () => void = () => {}
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve
  })

  const printed = new Map<string, number>()
  let masking: { names: string; mask: (text: string) => string } | null = null
  /** Values that the session's agents are given by name are secret as well. */
  const mask = (text: string) => {
    const named = loop.session()?.settings.env ?? []
    const names = named.join(' ')
    if (masking?.names !== names) masking = { names, mask: createMasker(sensitiveValues(env, named)).mask }
    return masking.mask(text)
  }
  const logOf = (run: string) => runPaths(runFolder(places, run)).log
  const transcripts = openTranscripts({
    logOf,
    now: Date.now,
    dialogue: openDialogue(places.dialogue),
    onChange: (pane) => {
      for (const client of clients) client.onPane(pane)
    },
  })
  const terminals = openTerminals({
    places,
    program,
    onScreen: (stream) => {
      for (const client of clients) client.onPane(stream)
    },
    onList: (ended) => {
      for (const client of clients) client.onTerminals(ended)
    },
  })
  // In turn with opening, which may replace the session and its plan.
  const planWatch = watchPlan(root, () =>
    runtime.inBackground(runtime.inTurn('open', () => rereadChangedPlan(runtime))),
  )
  // What is served is what everybody has been told of.
  const dashboard = keepDashboard({ session: () => loop.written(), mask, env })
  const dashboardAsConfigured = () =>
    dashboard.asConfigured((text) => transcripts.typed(ORCHESTRATOR, 'dashboard')(text))
  const keepsFigures = whyNoTelemetry(env) === null
  const endpoint = keepsFigures ? otlpEndpoint(env) : null
  const otlp = endpoint === null ? noOtlp : openOtlp(endpoint, mask)
  const telemetry = keepsFigures
    ? openTelemetry(places.telemetry, store.session, mask, otlp.take)
    : noTelemetry
  const conflictWatch = watchConflicts({
    folders: (stream) => workspaceFolders(runtime, stream),
    look: (changed) => radar.look(changed),
  })
  const stopped = new AbortController()
  const runtime: Runtime = {
    places,
    root,
    program,
    session: () => loop.session() as Session,
    dispatch: (...events) => loop.dispatch(...events),
    mask,
    now: Date.now,
    until: (isTrue) => loop.until(isTrue),
    inTurn: turns(),
    inBackground: (work) => {
      background.add(work)
      void work.finally(() => background.delete(work))
    },
    stopped: stopped.signal,
    timers: new Map(),
    spares: keepSpareWorkers({ program, folder: places.runs }),
    looked: new Map(),
    clonesLooked: false,
    workers: new Map(),
    dashboard,
    onOutput: (stream, run, end) => {
      const { path, from } = transcripts.grew(stream, run, end)
      if (end.offset <= from) return
      printed.set(stream, Date.now())
      conflictWatch.printed(stream)
      for (const client of clients) client.onOutput({ stream, run, path, from, to: end.offset })
    },
  }
  const radar = openRadar(runtime)
  const room = keepRoom(runtime, env)
  const loop = startLoop({
    store,
    history,
    mask,
    runEffect: (effect) => (effect.type === 'stop-session' ? stopSession() : runEffect(runtime, effect)),
    onWritten: (events, session) => {
      telemetry.heard(events)
      transcripts.heard(session)
      planWatch.follow(session)
      dashboard.changed()
      if (session.ended === null) dashboardAsConfigured()
      conflictWatch.follow(session, events)
      room.heard(events)
      runtime.spares.keep(waitingForWorker(session), runningAttempts(session).length > 0)
      for (const client of clients) client.onHappened(events, session)
    },
    onTrouble: (why) => {
      for (const client of clients) client.onTrouble(why)
    },
  })

  const server = createServer((socket) => {
    const client = serveClient(socket, {
      runtime,
      transcripts,
      terminals,
      printed,
      session: loop.session,
      written: loop.written,
      dispatch: loop.dispatch,
      stop: () => void stopSession(),
      picture,
      open: (request) =>
        // Two clients that open at the same moment are two requests, one after the other.
        runtime.inTurn('open', async () => {
          const opened = await openSession({
            request,
            places,
            root,
            session: loop.session(),
            env,
            at: Date.now(),
          })
          if (!opened.ok) return opened
          if (opened.replaces) {
            await terminals.end(loop.session() as Session)
            await archive(places, loop.session() as Session)
          }
          loop.dispatch(...opened.events)
          // Whoever is told that it is open may type at once, also before it is written.
          transcripts.heard(loop.session() as Session)
          return opened
        }),
      onGone: () => {
        clients.delete(client)
        if (clients.size === 0 && hasNothingToDo(loop.session())) void close()
      },
    })
    clients.add(client)
  })

  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= (async () => {
      server.close()
      planWatch.close()
      dashboard.close()
      await conflictWatch.close()
      await radar.close()
      await room.close()
      await loop.idle()
      await tidy(places, loop.session())
      for (const client of clients) client.close()
      runtime.spares.close()
      for (const timer of runtime.timers.values()) clearTimeout(timer)
      terminals.close()
      for (const worker of runtime.workers.values()) worker.close()
      await telemetry.close()
      await history.close()
      await rm(places.socket, { force: true })
      removeHostPid(places.socket)
      lock.value.release()
      // Last, with everything let go of: an endpoint that does not answer keeps nobody from the next host.
      await otlp.close()
      resolveEnded()
    })()
    return closing
  }

  const endTerminals = async () => {
    const session = loop.session()
    if (session) await terminals.end(session)
  }

  let stopping: Promise<void> | null = null
  const stopSession = (): Promise<void> => {
    stopped.abort()
    stopping ??= Promise.all([endWorkers(loop), endTerminals()]).then(() => {
      // Not awaited here: this is an effect, and closing waits for every effect to be over.
      setImmediate(() => void close())
    })
    return stopping
  }

  await tidy(places, loop.session())
  const resumed = loop.session()
  if (resumed) {
    transcripts.heard(resumed)
    // One that does not answer keeps nobody from the session.
    void terminals.adopt(resumed)
  }
  // The lock is ours, so a socket file that is there belongs to a host that died.
  await rm(places.socket, { force: true })
  await listenPrivately(server, places.socket)
  writeHostPid(places.socket)
  for (const note of notes) notice(loop, note)
  const left = loop.session()
  if (left?.ended === null) {
    loop.run(inspectWorld(left))
    dashboardAsConfigured()
    planWatch.follow(left)
    conflictWatch.follow(left, [])
    room.look()
  }
  return ok({ loop, close, ended })
}

function notice(loop: Loop, text: string): void {
  loop.dispatch({ type: 'noticed', at: Date.now(), about: 'orchestrator', text, tone: 'warn' })
}

/** Nothing runs and nothing can be asked for but by a client that opens it again. */
const hasNothingToDo = (session: Session | null): boolean =>
  session === null || (session.ended !== null && runningAttempts(session).length === 0)

/** Ends what runs, keeping its work; resolves when each has said how it ended. */
async function endWorkers(loop: Loop): Promise<void> {
  const session = loop.session()
  if (!session) return
  if (session.ended === null) {
    loop.dispatch({ type: 'session-stopped', at: Date.now(), by: 'you' })
  }
  const running = runningAttempts(session)
  for (const { stream, batch, run } of running) {
    loop.dispatch({
      type: 'attempt-cancelled',
      at: Date.now(),
      stream,
      batch,
      run,
      by: 'stop',
    } satisfies Event)
  }
  await loop.until((now) => runningAttempts(now).length === 0)
}
