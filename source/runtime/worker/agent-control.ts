import { setTimeout as delay } from 'node:timers/promises'
import { killMarked, signalMarked } from './sweep.ts'

/** Why an agent was ended before its own end. */
type Asked = 'cancelled' | 'stopped' | 'timed-out'

export interface AgentControl {
  /** Ends the agent and all its descendants: asks, waits for the grace time, kills. The first reason counts. */
  end(reason: Asked): void
  pause(): void
  resume(): void
  isPaused(): boolean
  /** It waits for a person, who may be asleep: that does not count towards its timeout. */
  standBy(isWaiting: boolean): void
  reason(): Asked | null
  /** Ends what the agent left behind. No further end, pause or timeout has an effect. */
  sweep(): Promise<void>
}

const longestTimer = 2 ** 31 - 1

/** Holds the reins of one running agent. The time it is paused does not count towards its timeout. */
export function createAgentControl(
  { run, graceMs, timeoutSeconds }: { run: string; graceMs: number; timeoutSeconds: number | null },
  group: number,
  /** How one that is talked to is asked to end before it gets a signal. */
  cancel: (() => Promise<void>) | null = null,
): AgentControl {
  let reason: Asked | null = null
  let killing: Promise<void> | null = null
  let isOver = false
  let isPaused = false
  let isStandingBy = false
  let left = Math.min((timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000, longestTimer)
  let since = 0
  let timer: NodeJS.Timeout | undefined

  const end = (why: Asked) => {
    if (isOver || reason !== null) return
    reason = why
    clearTimeout(timer)
    // One that is stopped could not hear that it is to end.
    if (isPaused && cancel) signalMarked(run, 'SIGCONT', group)
    isPaused = false
    killing = cancel ? politely(cancel) : killMarked(run, graceMs, group)
  }

  const politely = async (ask: () => Promise<void>) => {
    await Promise.race([ask(), delay(graceMs, null, { ref: false })])
    await killMarked(run, graceMs, group)
  }

  const startClock = () => {
    if (timeoutSeconds === null || isPaused || isStandingBy || reason !== null || isOver) return
    since = performance.now()
    timer = setTimeout(() => end('timed-out'), left)
  }

  const stopClock = () => {
    clearTimeout(timer)
    left = Math.max(0, left - (performance.now() - since))
  }

  startClock()
  return {
    end,
    pause: () => {
      if (isOver || isPaused || reason !== null) return
      isPaused = true
      if (!isStandingBy) stopClock()
      // Twice: a process may have been born between the look around and the signal to its parent.
      signalMarked(run, 'SIGSTOP', group)
      signalMarked(run, 'SIGSTOP', group)
    },
    resume: () => {
      if (!isPaused) return
      isPaused = false
      signalMarked(run, 'SIGCONT', group)
      startClock()
    },
    isPaused: () => isPaused,
    standBy: (isWaiting) => {
      if (isWaiting === isStandingBy) return
      isStandingBy = isWaiting
      if (isPaused) return
      if (isWaiting) stopClock()
      else startClock()
    },
    reason: () => reason,
    sweep: () => {
      isOver = true
      clearTimeout(timer)
      return killing ?? killMarked(run, graceMs, group)
    },
  }
}
