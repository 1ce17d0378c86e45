import { createConnection } from 'node:net'
import { ok, problem, type Result } from '../../model/result.ts'
import type { WorkerRef } from '../../model/session.ts'
import { jsonLines } from '../json-lines.ts'
import { type WorkerCommand, type WorkerMessage, workerMessageSchema } from './worker-messages.ts'

export interface WorkerConnection {
  send(command: WorkerCommand): void
  /** Lets go of the worker, which works on. Nothing is reported after this. */
  close(): void
}

/** A worker answers in a fraction of this; one that is stopped (SIGSTOP) never does. In ms. */
const patience = 5000

/**
 * Finds a worker again. The first message passed on is its `hello`. `onGone` is called when the connection breaks
 * before `ended`: then its folder tells how it ended, or that it was lost.
 */
export function connectWorker({
  ref,
  run,
  onMessage,
  onGone,
}: {
  ref: WorkerRef
  run: string
  onMessage: (message: WorkerMessage) => void
  onGone: () => void
}): Promise<Result<WorkerConnection>> {
  return new Promise((resolve) => {
    let state: 'greeting' | 'open' | 'over' = 'greeting'
    const socket = createConnection(ref.socket)
    const giveUp = (message: string) => {
      state = 'over'
      clearTimeout(timer)
      socket.destroy()
      resolve(problem(message))
    }
    const timer = setTimeout(() => giveUp(`The worker of run ${run} does not answer.`), patience)
    const lines = jsonLines<WorkerMessage, WorkerCommand>(socket, {
      schema: workerMessageSchema,
      onMessage: (message) => {
        if (state === 'greeting') {
          if (!isExpected(message))
            return giveUp(`Another process answers in place of the worker of run ${run}.`)
          clearTimeout(timer)
          state = 'open'
          resolve(ok({ send: lines.send, close }))
        }
        if (state !== 'open') return
        if (message.type === 'ended') state = 'over'
        onMessage(message)
      },
      onClose: () => {
        if (state === 'greeting') giveUp(`The worker of run ${run} is not there.`)
        else if (state === 'open') {
          state = 'over'
          onGone()
        }
      },
    })
    const close = () => {
      state = 'over'
      lines.end()
    }
    const isExpected = (message: WorkerMessage) =>
      message.type === 'hello' &&
      message.run === run &&
      message.pid === ref.pid &&
      message.startTime === ref.startTime
  })
}
