import { coverageText } from '../engine/on-landing.ts'
import { restoredText } from '../engine/on-rollback.ts'
import type { GateRun, Landing, LeftOut, Session } from '../model/session.ts'
import { answer, type Command } from './command.ts'
import { age } from './status.ts'

export const checkpoints: Command = {
  name: 'checkpoints',
  aliases: ['landings', 'history'],
  group: 'look',
  usage: 'checkpoints [N]',
  summary: 'lists what landed, when, how it was tested and who was left out; with a number, all of one',
  scope: 'session',
  disabledReason: ({ session, args }) =>
    args === '' || landingNamed(session, args)
      ? null
      : `There is no ${args.slice(0, 40)}. Type 'checkpoints' to see those there are.`,
  run: ({ session, args, at }) => {
    const one = landingNamed(session, args)
    return answer(one ? checkpointText(one, at) : checkpointsText(session, at))
  },
}

/** By its number, or as it is called: `2`, `checkpoint-2`, `merge-3`. */
export function landingNamed({ landings }: Session, text: string): Landing | undefined {
  const [, number] = /^(?:(?:checkpoint|merge|update|rollback)-)?(\d{1,6})$/.exec(text.trim()) ?? []
  return landings.find((landing) => landing.number === Number(number))
}

export const checkpointsText = ({ landings }: Session, at: number): string =>
  landings.map((each) => landingRow(each, at)).join('\n') || 'Nothing has landed yet.'

function landingRow(landing: Landing, at: number): string {
  const { kind, number, state, leftOut, verdict, coverage, commit, endedAt, requestedAt } = landing
  const out = leftOut.map(({ stream, reason }) => `${stream} left out (${reason})`).join(', ')
  const tested = verdict ? `tests ${verdict.status}` : ''
  const ran = coverage ? `coverage ${coverageText(coverage)}` : ''
  const parts = [state, streamsText(landing), tested, ran, commit?.slice(0, 7) ?? '', out]
  return `${kind}-${number}: ${parts.filter(Boolean).join(' · ')} · ${age(at - (endedAt ?? requestedAt))} ago`
}

const streamsText = ({ members, restores }: Landing): string =>
  restores !== undefined
    ? `back to ${restoredText(restores)}`
    : members.map(({ stream }) => stream).join(', ') || 'no stream'

/** Everything that is known of one. */
export function checkpointText(landing: Landing, at: number): string {
  const { base, commit, tag, members, leftOut, gates, verdict, detail, endedAt, requestedAt } = landing
  const took =
    endedAt === null ? `under way for ${age(at - requestedAt)}` : `took ${age(endedAt - requestedAt)}`
  return [
    `${landingRow(landing, at)}, ${took}`,
    `  base ${base.slice(0, 10)} → ${commit?.slice(0, 10) ?? 'nothing'}${tag ? `, tag ${tag}` : ''}`,
    ...members.map(
      ({ stream, head, batches, resolved = [] }, index) =>
        `  ${index + 1}. ${stream}: ${batches.join(', ') || 'what is there'} at ${head.slice(0, 10)}${resolved.map(({ file, rung }) => `; ${file} settled by ${rung}`).join('')}`,
    ),
    ...leftOut.flatMap(leftOutRows),
    ...gates.map(gateRow),
    ...(verdict && gates.length === 0 ? [`  tests: ${verdict.summary}`] : []),
    ...(verdict?.flaky.length ? [`  flaky: ${verdict.flaky.join(', ')}`] : []),
    ...(detail ? [`  ${detail}`] : []),
  ].join('\n')
}

function leftOutRows({
  stream,
  reason,
  files,
  against,
  tests,
  tasks = [],
  findings = [],
}: LeftOut): string[] {
  const why = {
    conflict: `${files.join(', ')} conflicts with ${against.join(', ') || 'what is integrated'}`,
    tests: `the tests fail with it: ${tests.slice(0, 5).join(', ') || 'see its log'}`,
    checks: `it does not pass the checks: ${findings.length} findings`,
    unreadable: 'its work could not be read',
  }[reason]
  const about = tasks.length > 0 ? ` (${tasks.join(', ')})` : ''
  return [`  ✕ ${stream}${about} left out: ${why}`]
}

const gateRow = ({ streams, status, summary, seconds, log, again }: GateRun): string =>
  `  tests of ${streams.join(', ') || 'none of them'}${again ? ', once more' : ''}: ${status}, ${summary} ${seconds} s${log ? ` · ${log}` : ''}`
