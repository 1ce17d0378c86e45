import { landingExit } from '../commands/land.ts'
import { currentBatch } from '../engine/batch-state.ts'
import { isAtStandstill, waitsForPerson } from '../engine/standstill.ts'
import type { Event } from '../model/event.ts'
import type { Note, Session } from '../model/session.ts'
import { findOrLaunchHost } from '../runtime/launch-host.ts'
import { readPlanFile } from '../runtime/read-plan-file.ts'
import { follow } from './follow.ts'
import { findHere } from './here.ts'
import { openOnHost } from './open-plan.ts'
import { complain, type ExitCode, printHeard, printJson, warnHeard } from './print.ts'

export interface RunOptions {
  cwd?: string
  json?: boolean
  workers?: number
  budget?: number
  agent?: string
  format?: string
  until?: 'checkpoint' | 'end'
  trust?: boolean
  replace?: boolean
}

/** `br-tui run PLAN`: the whole loop without a person. Its host ends with it. */
export async function runPlan(file: string, options: RunOptions): Promise<ExitCode> {
  const here = await findHere(options.cwd)
  if (!here.ok) return complain(here.error)
  const plan = await readPlanFile(file, { cwd: options.cwd, root: here.value.repository.root })
  if (!plan.ok) return complain(plan.error, 2)
  const host = await findOrLaunchHost(here.value.launch)
  if (!host.ok) return complain(host.error)

  let over: (exit: ExitCode) => void = () => {}
  const done = new Promise<ExitCode>((resolve) => {
    over = resolve
  })
  const until = options.until ?? 'end'
  let seq = 0
  let isLast = false
  follow(host.value, [], {
    onEvent: (event, session) => {
      if (options.json && !isLast) printJson({ seq: ++seq, ...event }, 0)
      // Workspaces may still be brought up to date after this, but it is the last line by contract.
      isLast ||= event.type === 'session-finished' || event.type === 'session-stopped'
      const exit = exitAfter(event, session, until)
      if (exit !== null) over(exit)
    },
    ...(options.json ? {} : { onNote: (note) => printHeard(noteLine(note)) }),
  })
  const opened = await openOnHost(host.value, {
    plan: plan.value,
    format: options.format,
    agent: options.agent,
    workers: options.workers,
    budget: options.budget,
    trust: options.trust ?? false,
    replace: options.replace ?? false,
    auto: until === 'checkpoint' ? 'until-checkpoint' : 'on',
    canAsk: process.stdin.isTTY === true && !options.json,
  })
  if (!opened.ok) {
    host.value.close()
    return complain(opened.error, opened.error.exit)
  }
  const stop = () => host.value.send({ type: 'stop' })
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const exit = await Promise.race([done, host.value.closed.then(() => 1 as const)])
  stop()
  await host.value.closed
  return exit
}

/** Null: it goes on. */
function exitAfter(event: Event, session: Session, until: 'checkpoint' | 'end'): ExitCode | null {
  if (event.type === 'session-finished') return 0
  if (event.type === 'session-stopped') return 1
  if (until === 'checkpoint' && event.type === 'landing-published') {
    const landing = session.landings.at(-1)
    return landing ? landingExit(landing) : 0
  }
  if (session.auto === 'off' || !isAtStandstill(session)) return null
  return standstillExit(session)
}

function standstillExit(session: Session): ExitCode {
  const reasons = waitsForPerson(session)
  warnHeard(`A person is needed:\n${reasons.map((reason) => `  ${reason}`).join('\n')}\nGo on with: br-tui`)
  const conflict = Object.values(session.streams).some((facts) => currentBatch(facts)?.kind === 'conflict')
  if (conflict) return 4
  const last = session.landings.at(-1)
  return last?.state === 'rejected' ? landingExit(last) : 1
}

export const noteLine = ({ about, text }: Pick<Note, 'about' | 'text'>): string =>
  `${about} › ${text.replaceAll('\n', '\n  ')}`
