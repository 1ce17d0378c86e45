import type { Answer } from '../model/message.ts'
import { sentence } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import type { Call, Outcome } from './command.ts'
import { understand } from './understand.ts'

export interface Typed {
  text: string
  focus: string | null
  at: number
  by: string
  /** The client is a worker's own process: it may look and decide, not approve, merge or stop. */
  fromWorker: boolean
}

/** Typed text → what happens and what is answered. Pure; the host applies the events and runs the query. */
export function typeCommand(session: Session, { text, focus, at, by, fromWorker }: Typed): Outcome {
  const understood = understand(text, focus, session)
  if (!understood.ok) return refused(sentence(understood.error), 2)
  const { command, streams, args } = understood.value
  if (fromWorker && command.personOnly) {
    return refused(
      `'${command.name}' is for a person to say, not for a worker. Type it in a terminal of yours.`,
    )
  }
  const outcomes = streams.map((stream) => {
    const call: Call = { session, stream, args, by, at }
    const reason = command.disabledReason(call)
    return reason === null ? command.run(call) : refused(reason)
  })
  return outcomes.length === 1 ? (outcomes[0] as Outcome) : together(outcomes)
}

const refused = (text: string, exit: Answer['exit'] = 1): Outcome => ({
  events: [],
  answer: () => ({ text, exit }),
})

/** One command to several streams: answered when each has its answer; the exit code is the lowest, as one that worked is enough. */
function together(outcomes: Outcome[]): Outcome {
  return {
    events: outcomes.flatMap(({ events }) => events),
    answer: (session) => {
      const answers = outcomes.map(({ answer }) => answer(session))
      if (answers.some((each) => each === null)) return null
      const said = answers as Answer[]
      return {
        text: said.map(({ text }) => text).join('\n'),
        exit: Math.min(...said.map(({ exit }) => exit)) as Answer['exit'],
      }
    },
  }
}
