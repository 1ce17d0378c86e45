import { lastAttempt, newestAttempt } from '../engine/batch-state.ts'
import type { Session } from '../model/session.ts'
import { schedulePlan } from '../plan/schedule.ts'
import { landingNamed } from './checkpoints.ts'
import { answer, type Command, enabled, factsOf } from './command.ts'
import { forecastText } from './forecast-text.ts'
import { age } from './status.ts'

export const plan: Command = {
  name: 'plan',
  aliases: ['show the plan', 'streams'],
  group: 'look',
  usage: 'plan',
  summary: 'shows the plan: phases, streams, tasks and the schedule',
  scope: 'session',
  disabledReason: enabled,
  run: ({ session, at }) => answer(planText(session, at)),
}

function planText(session: Session, at: number): string {
  const { plan: whole, settings } = session
  const { title, phases } = whole
  const schedule = schedulePlan(whole, settings.workers)
  const times = new Map(schedule.streams.map((each) => [each.id, each]))
  const rows = phases.flatMap((phase) => [
    `${phase.title} (${phase.mode})`,
    ...phase.streams.map((stream) => {
      const at = times.get(stream.id)
      return `  ${stream.id}: ${stream.tasks.length} tasks, ${at?.start ?? 0}–${at?.end ?? 0}`
    }),
  ])
  const forecast = `With ${settings.workers} workers, ${forecastText(session, at)}`
  return [title, ...rows, forecast].join('\n')
}

export const diff: Command = {
  name: 'diff',
  aliases: ['changes', 'show changes', 'd'],
  group: 'look',
  usage: 'diff STREAM|checkpoint-N',
  summary: 'shows what a stream or a checkpoint changed',
  scope: 'either',
  disabledReason: enabled,
  run: ({ session, stream, args }) => {
    const landing = /^\D+-\d+$/.test(args) ? landingNamed(session, args) : undefined
    if (landing) return query({ kind: 'diff-landing', number: landing.number })
    if (stream !== null) return query({ kind: 'diff', stream })
    return answer("Say of which stream or checkpoint: 'diff STREAM', 'diff checkpoint-1'.", 2)
  },
}

export const log: Command = {
  name: 'log',
  aliases: ['output', 'show the log', 'l'],
  group: 'look',
  usage: 'log STREAM',
  summary: "shows the end of what the stream's worker printed",
  scope: 'stream',
  disabledReason: (call) =>
    factsOf(call).batches.some((batch) => lastAttempt(batch)) ? null : `${call.stream} has not run yet.`,
  run: ({ stream }) => query({ kind: 'log', stream: stream as string }),
}

export const calls: Command = {
  name: 'calls',
  aliases: ['tools', 'tool calls', 'call', 'tool', 'what did it do'],
  group: 'look',
  usage: 'calls STREAM [N]',
  summary: "shows what the stream's agent did and thought, in full: diffs and output; or only #N of it",
  scope: 'stream',
  disabledReason: (call) => {
    const attempt = newestAttempt(factsOf(call))
    if (!attempt || attempt.startedAt === null) return `${call.stream} has not run yet.`
    return attempt.listens
      ? null
      : `The agent of ${call.stream} does not tell what it calls. What it printed: type 'log ${call.stream}'.`
  },
  run: ({ stream, args }) => {
    const number = /^#?(\d{1,9})\W*$/.exec(args)?.[1]
    if (args !== '' && number === undefined)
      return answer(`'${args}' is no number of a call. Say 'calls ${stream} 12', or 'calls ${stream}'.`, 2)
    return query({ kind: 'calls', stream: stream as string, number: args === '' ? null : Number(number) })
  },
}

export const gaps: Command = {
  name: 'gaps',
  aliases: ['what is missing', 'find gaps'],
  group: 'look',
  usage: 'gaps',
  summary: 'holds the plan against what has landed: ticks without evidence, missing files, stubs, secrets',
  scope: 'session',
  disabledReason: enabled,
  run: () => query({ kind: 'gaps' }),
}

const query = (of: NonNullable<ReturnType<Command['run']>['query']>) => ({
  events: [],
  answer: () => null,
  query: of,
})

export const decisions: Command = {
  name: 'decisions',
  aliases: ['what was decided'],
  group: 'look',
  usage: 'decisions',
  summary: 'lists the shared decisions',
  scope: 'session',
  disabledReason: enabled,
  run: ({ session, at }) =>
    answer(
      session.decisions
        .map(({ by, text, at: when }) => `${text} (${by}, ${age(at - when)} ago)`)
        .join('\n') || "No decision is shared yet. Type 'decide TEXT'.",
    ),
}
