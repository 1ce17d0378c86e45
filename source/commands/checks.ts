import { asking } from '../engine/on-permission.ts'
import { givenBack, openFindings } from '../engine/open-findings.ts'
import type { Session } from '../model/session.ts'
import { approve } from './answer.ts'
import { type Call, type Command, enabled } from './command.ts'

export const scan: Command = {
  name: 'scan',
  aliases: ['findings', 'what was found', 'check for secrets'],
  group: 'look',
  usage: 'scan [STREAM]',
  summary: 'shows what the checks find in the work of a stream, or of all, as it is now',
  scope: 'either',
  disabledReason: enabled,
  run: ({ stream }) => ({ events: [], answer: () => null, query: { kind: 'scan', stream } }),
}

export const quality: Command = {
  name: 'quality',
  aliases: ['gates', 'would it pass', 'quality gates'],
  group: 'look',
  usage: 'quality [json]',
  summary: 'judges what would land now, as a checkpoint does, and lands nothing',
  scope: 'session',
  disabledReason: ({ args }) => (/^(?:(?:--)?json)?$/.test(args) ? null : "Say 'quality' or 'quality json'."),
  run: ({ args }) => ({
    events: [],
    answer: () => null,
    query: { kind: 'quality', json: args !== '' },
  }),
}

export const allow: Command = {
  name: 'allow',
  aliases: ['let it stay', 'permit'],
  group: 'answer',
  usage: 'allow CODE FILE',
  summary: 'lets a finding stay for this session; its work is judged again',
  scope: 'either',
  personOnly: true,
  disabledReason: (call) => {
    if (isPermission(call)) return approve.disabledReason(call)
    const { session, args } = call
    const [code, file] = parse(args)
    if (!code || !file) return `Say 'allow CODE FILE'.${openText(session)}`
    if (session.allowed.some((each) => each.code === code && each.file === file))
      return `${code} in ${file} may stay already.`
    return openFindings(session).some(({ finding }) => finding.code === code && finding.file === file)
      ? null
      : `No ${code} is found in ${file}.${openText(session)}`
  },
  run: (call) => {
    if (isPermission(call)) return approve.run(call)
    const { args, at, by } = call
    const [code = '', file = ''] = parse(args)
    return {
      events: [{ type: 'finding-allowed', at, code, file, by }],
      answer: () => ({ text: `${code} in ${file} may stay in this session.`, exit: 0 }),
    }
  },
}

export const rewrite: Command = {
  name: 'rewrite',
  aliases: ['squash'],
  group: 'answer',
  usage: 'rewrite STREAM',
  summary: 'makes one commit of what a stream has not landed, without what was taken out again',
  scope: 'stream',
  personOnly: true,
  disabledReason: ({ session, stream }) =>
    givenBack(session, stream as string)
      ? null
      : `Nothing of ${stream} waits with a finding. Rewriting is for what is still in its commits though it was taken out.`,
  run: ({ session, stream, at, by }) => {
    const attempt = givenBack(session, stream as string)
    if (!attempt) throw new Error('asked without anything to rewrite')
    const { endedAt } = attemptOf(session, attempt) ?? {}
    return {
      events: [{ type: 'rewrite-asked', at, ...attempt, by }],
      answer: (now) => {
        const after = attemptOf(now, attempt)
        if (!after?.ending || after.endedAt === endedAt) return null
        return after.ending.kind === 'done'
          ? { text: `${attempt.batch} of ${stream} passes now.`, exit: 0 }
          : { text: after.ending.detail, exit: 3 }
      },
    }
  },
}

const attemptOf = (
  { streams }: Session,
  { stream, batch, run }: { stream: string; batch: string; run: string },
) => streams[stream]?.batches.find(({ id }) => id === batch)?.attempts.find((each) => each.run === run)

/** To an agent that asks for something it is a word for 'approve'. */
const isPermission = ({ session, args }: Call): boolean =>
  !/^[\w-]+\s+\S/.test(args) && asking(session).length > 0

/** The path as it is written, with blanks in it as well; quotes around it are not part of it. */
const parse = (args: string): [code?: string, file?: string] => {
  const [, code, file] = /^([\w-]+)\s+(\S.*)$/.exec(args) ?? []
  return code && file ? [code, file.replace(/^(["'])(.*)\1$/, '$2')] : []
}

function openText(session: Session): string {
  const open = new Set(
    openFindings(session)
      .filter(({ finding }) => finding.severity === 'error')
      .map(({ finding: { code, file } }) => `\n  allow ${code} ${file}`),
  )
  return [...open].slice(0, 10).join('')
}
