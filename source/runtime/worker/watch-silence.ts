import type { Silence } from '../../model/session.ts'

export interface SilenceWatch {
  /** The agent said something: cheap, it may do so a thousand times a second. */
  heard(): void
  /** It is paused, or waits for a person: nobody expects a word of it. */
  hold(isHeld: boolean): void
  stop(): void
}

/** Of one core, in the time that is looked at: below it nothing is worked on, a program only turns over. */
const IDLE_SHARE = 0.01

/**
 * Tells when an agent has printed nothing for so long and its processes have used no CPU in the second half of that
 * time, and when it goes on. While it prints, nothing is looked at: one timer, armed for half the time, finds at most
 * twice in it how long the silence has been.
 */
export function watchSilence({
  silentMs,
  cpuSeconds,
  now,
  onChange,
}: {
  silentMs: number
  /** Of everything that the run has started, so far. */
  cpuSeconds: () => number
  now: () => number
  onChange: (silence: Silence | null) => void
}): SilenceWatch {
  const half = silentMs / 2
  let last = now()
  let sample: { at: number; cpu: number } | null = null
  let isStuck = false
  let timer: NodeJS.Timeout | undefined

  const become = (silence: Silence | null) => {
    if (isStuck === (silence !== null)) return
    isStuck = silence !== null
    onChange(silence)
  }
  const arm = (ms: number) => {
    // A worker is not kept alive by it, and no timer takes more than this.
    timer = setTimeout(look, Math.min(ms, 2 ** 31 - 1)).unref()
  }
  const look = () => {
    const at = now()
    if (at - last < half) return arm(last + half - at)
    const cpu = cpuSeconds()
    if (sample !== null && sample.at >= last) {
      const [used, seconds] = [cpu - sample.cpu, (at - sample.at) / 1000]
      // Less than before: something that had worked has ended, which is a sign of life too.
      const isIdle = used >= 0 && used <= seconds * IDLE_SHARE
      if (!isIdle) become(null)
      else if (at - last >= silentMs) become({ since: last, cpuSeconds: used, seconds })
    }
    sample = { at, cpu }
    arm(half)
  }

  arm(half)
  return {
    heard: () => {
      last = now()
      become(null)
    },
    hold: (isHeld) => {
      clearTimeout(timer)
      last = now()
      become(null)
      if (!isHeld) arm(half)
    },
    stop: () => clearTimeout(timer),
  }
}
