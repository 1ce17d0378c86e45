import type { HostMessage } from '../model/message.ts'
import { type Problem, problem } from '../model/result.ts'
import { stoppedHost } from './host-pid.ts'

/** A host that has not answered in this time, ms, is looked at: one that is busy is waited for, one that is stopped said. */
const LOOK_AFTER = 1000
type NotHeard = { ok: false; error: Problem }

const stoppedProblem = (pid: number): NotHeard =>
  problem(
    `The host (process ${pid}) is stopped, so it does not answer.`,
    `Let it go on with: kill -CONT ${pid}`,
  )

/** Calls `giveUp` when the host is stopped, or awake and says nothing for longer than `longest` ms. */
export function untilHeard(
  socketPath: string,
  { longest, giveUp }: { longest: number; giveUp: (why: NotHeard) => void },
) {
  const begun = performance.now()
  const timer = setInterval(() => {
    const pid = stoppedHost(socketPath)
    if (pid === null && performance.now() - begun < longest) return
    clearInterval(timer)
    giveUp(
      pid === null
        ? problem('The host does not answer.', "Type 'br-tui stop', then start again.")
        : stoppedProblem(pid),
    )
  }, LOOK_AFTER)
  return { heard: () => clearInterval(timer) }
}

/** Answers in the place of a host that is stopped what is typed to it. Its own answer, when it goes on, is one too many. */
export function watchTyped(socketPath: string, tell: (message: HostMessage) => void) {
  const waiting = new Set<number>()
  const given = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  const end = () => {
    clearInterval(timer)
    timer = undefined
  }
  const look = () => {
    const pid = stoppedHost(socketPath)
    if (pid === null) return
    const { message, mend } = stoppedProblem(pid).error
    for (const request of waiting) {
      given.add(request)
      tell({
        type: 'answer',
        request,
        answer: { exit: 1, text: `${message} ${mend} It does what you typed then.` },
      })
    }
    waiting.clear()
    end()
  }
  return {
    sent: (request: number) => {
      waiting.add(request)
      timer ??= setInterval(look, LOOK_AFTER)
    },
    answered: (request: number): boolean => {
      waiting.delete(request)
      if (waiting.size === 0) end()
      return !given.delete(request)
    },
    end,
  }
}
