import { isSettled } from '../engine/batch-state.ts'
import { asking } from '../engine/on-permission.ts'
import { openDrift } from '../engine/open-findings.ts'
import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { ownersBesides } from '../plan/file-owners.ts'
import { allStreams, filesOf } from '../plan/stream-graph.ts'
import { deny } from './answer.ts'
import { type Asked, askedAbout } from './asked-about.ts'
import type { Call, Command, Outcome } from './command.ts'

/** Answers to a file that a stream changed and the plan does not give it. FILE may be left out where there is one. */

export const amend: Command = {
  name: 'amend',
  aliases: ['amend the plan', 'it belongs here', 'add to the plan'],
  group: 'answer',
  usage: 'amend FILE [write]',
  summary:
    "gives a file that a stream changed to it by the session's plan; write: by the plan's file as well",
  scope: 'either',
  personOnly: true,
  disabledReason: (call) => {
    const asked = amendedBefore(call) ?? askedAbout(call)
    if (typeof asked === 'string') return asked
    return /^(?:|write)$/.test(asked.rest) ? null : "Say 'amend FILE', or 'amend FILE write'."
  },
  run: (call) => {
    const { stream, file, rest } = amendedBefore(call) ?? (askedAbout(call) as Asked)
    const { at, by } = call
    if (rest === 'write')
      return { events: [], answer: () => null, query: { kind: 'amend-plan', stream, file, by } }
    const text = `The plan gives ${file} to ${stream} now, in this session. '@${stream} amend ${file} write' puts that into ${call.session.planFile} as well.`
    return did({ type: 'plan-amended', at, stream, file, by }, text)
  },
}

/** To have in the file what the session has already. */
function amendedBefore({ session, stream, args }: Call): Pick<Asked, 'stream' | 'file' | 'rest'> | null {
  const [, file = ''] = /^(.+)\swrite$/.exec(args) ?? []
  const owners = allStreams(session.plan).filter((each) => filesOf(each).has(file))
  const owner = owners.length === 1 ? owners[0]?.id : owners.find(({ id }) => id === stream)?.id
  const isOpen = owner !== undefined && openDrift(session, owner).some((each) => each.file === file)
  return owner === undefined || isOpen || (stream !== null && stream !== owner)
    ? null
    : { stream: owner, file, rest: 'write' }
}

export const handOver: Command = {
  name: 'handover',
  aliases: ['hand over', 'hand it over', 'give away'],
  group: 'answer',
  usage: 'handover FILE [to STREAM]',
  summary: "takes a stream's change of a file out of its work and gives it to the file's owner to take up",
  scope: 'either',
  personOnly: true,
  disabledReason: (call) => {
    const asked = askedAbout(call)
    if (typeof asked === 'string') return asked
    const to = receiver(call, asked)
    return to.ok ? null : to.why
  },
  run: (call) => {
    const asked = askedAbout(call) as Asked
    const { stream, file } = asked
    const found = receiver(call, asked)
    const to = found.ok ? found.id : ''
    return did(
      { type: 'hand-over-asked', at: call.at, stream, file, to, by: call.by },
      `${to} gets ${file} with its next batch.`,
    )
  },
}

export const refuse: Command = {
  name: 'refuse',
  aliases: ['undo it', 'take it back'],
  group: 'answer',
  usage: 'refuse FILE [WHY]',
  summary: 'has a stream undo its change of a file; of what an agent asks for: deny',
  scope: 'either',
  personOnly: true,
  disabledReason: (call) => {
    const asked = askedAbout(call)
    if (typeof asked === 'string') return asking(call.session).length > 0 ? deny.disabledReason(call) : asked
    return asked.rest.length > WHY_LIMIT ? `That is over ${WHY_LIMIT} characters. Say it shorter.` : null
  },
  run: (call) => {
    const asked = askedAbout(call)
    if (typeof asked === 'string') return deny.run(call)
    const { stream, file, rest } = asked
    return did(
      { type: 'change-refused', at: call.at, stream, file, why: rest, by: call.by },
      `${stream} is to undo its change of ${file}.`,
    )
  },
}

/** With where the file is to be undone it is one line of what an agent is told. */
const WHY_LIMIT = 300

type Receiver = { ok: true; id: string } | { ok: false; why: string }

/** Whoever the plan gives the file to; another stream where a person says so. */
function receiver({ session }: Call, { stream, file, code, rest }: Asked): Receiver {
  const [, named] = /^to\s+(\S+)$/.exec(rest) ?? []
  const owners = ownersBesides(session.plan, stream, file)
  if (rest !== '' && named === undefined)
    return { ok: false, why: "Say 'handover FILE', or 'handover FILE to STREAM'." }
  if (code !== 'other-streams-file' && isDone(session, stream))
    return {
      ok: false,
      why: `Its batch has passed with it. 'amend ${file}' or 'refuse ${file}' answers that.`,
    }
  const [owner, another] = named === undefined ? owners : [named]
  if (owner === undefined)
    return {
      ok: false,
      why: `The plan gives ${file} to nobody. Say 'handover ${file} to STREAM'.`,
    }
  if (another !== undefined) return { ok: false, why: `To whom? The plan gives it to ${owners.join(', ')}.` }
  if (owner === stream || !allStreams(session.plan).some(({ id }) => id === owner))
    return { ok: false, why: `There is no other stream '${owner}'.` }
  return { ok: true, id: owner }
}

/** Nothing of it waits or runs: there is no work to take the change out of before it lands. */
const isDone = ({ streams }: Session, stream: string): boolean =>
  (streams[stream]?.batches ?? []).every((batch) => isSettled(batch) || batch.attempts.length === 0)

const did = (event: Event, text: string): Outcome => ({
  events: [event],
  answer: () => ({ text, exit: 0 }),
})
