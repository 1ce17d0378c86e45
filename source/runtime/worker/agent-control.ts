import { killMarked, signalMarked } from './sweep.ts'

/** Why an agent was ended before its own end. */
type Asked = 'cancelled' | 'stopped' | 'timed-out'

export interface AgentControl {
  /** Ends the agent and all its descendants: asks, waits for the grace time, kills. The first reason counts. */
  end(reason: Asked): void
  pause(): void
  resume(): void
  isPaused(): boolean
  reason(): Asked | null
  /** Ends what the agent left behind. No further end, pause or timeout has an effect. */
  sweep(): Promise<void>
}

const longestTimer = 2 ** 31 - 1

/** Holds the reins of one running agent. The time it is paused does not count towards its timeout. */
export function createAgentControl(
  { run, graceMs, timeoutSeconds }: { run: string; graceMs: number; timeoutSeconds: number | null },
  group: number,
): AgentControl {
  let reason: Asked | null = null
  let killing: Promise<void> | null = null
  let isOver = false
  let isPaused = false
  let left = Math.min((timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000, longestTimer)
  let since = 0
  let timer: NodeJS.Timeout | undefined

  const end = (why: Asked) => {
    if (isOver || reason !== null) return
    reason = why
    isPaused = false
    clearTimeout(timer)
    killing = killMarked(run, graceMs, group)
  }

  const startClock = () => {
    if (timeoutSeconds === null) return
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
      stopClock()
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
    reason: () => reason,
    sweep: () => {
      isOver = true
      clearTimeout(timer)
      return killing ?? killMarked(run, graceMs, group)
    },
  }
}
