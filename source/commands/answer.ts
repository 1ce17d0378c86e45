import { type Asking, asking } from '../engine/on-permission.ts'
import type { Call, Command, Outcome } from './command.ts'

export const approve: Command = {
  name: 'approve',
  aliases: ['y', 'yes', 'ok'],
  group: 'answer',
  usage: 'approve [always]',
  summary: 'allows what an agent asks for',
  scope: 'either',
  personOnly: true,
  disabledReason: (call) => {
    const asked = askedOf(call)
    if (typeof asked === 'string') return asked
    const words = plainWords(call.args)
    if (words !== '' && words !== 'always') return "Say 'approve' or 'approve always'."
    if (optionOf(asked, allowing(words)) === undefined) return 'It offers no way to allow this.'
    return words === 'always' && asked.ask.key === null
      ? "It cannot be told when this is the same again. Type 'approve'."
      : null
  },
  run: (call) => {
    const asked = askedOf(call) as Asking
    const words = plainWords(call.args)
    const kinds = allowing(words)
    if (words !== 'always') return answered(call, asked, { kinds, text: '', word: 'Allowed' })
    const word = `Allowed for good in ${asked.stream}, exactly this`
    return answered(call, asked, { kinds, text: '', word, remember: true })
  },
}

export const deny: Command = {
  name: 'deny',
  aliases: ['n', 'no', 'reject'],
  group: 'answer',
  usage: 'deny [WHY]',
  summary: 'refuses what an agent asks for',
  scope: 'either',
  personOnly: true,
  disabledReason: (call) => {
    const asked = askedOf(call)
    if (typeof asked === 'string') return asked
    return call.args.length > WHY_LIMIT ? `That is over ${WHY_LIMIT} characters. Say it shorter.` : null
  },
  run: (call) =>
    answered(call, askedOf(call) as Asking, {
      kinds: ['reject_once', 'reject_always'],
      text: call.args,
      word: 'Denied',
    }),
}

const WHY_LIMIT = 2000

type Kind = Asking['ask']['options'][number]['kind']

/**
 * Once unless for good is asked for: what is offered only for good is not given by a short word. For good is kept by
 * us, so the agent is told once even then: its own "always" may be about more than was asked.
 */
const allowing = (words: string): Kind[] =>
  words === 'always' ? ['allow_once', 'allow_always'] : ['allow_once']

const optionOf = ({ ask }: Asking, kinds: Kind[]) =>
  kinds.flatMap((kind) => ask.options.find((option) => option.kind === kind) ?? [])[0]

const plainWords = (args: string): string =>
  args
    .toLowerCase()
    .replace(/\b(it|now|please)\b|[.!]/g, '')
    .trim()

/** What is to be answered: the stream's, or from the orchestrator the only one. A text says why there is none. */
function askedOf({ session, stream }: Call): Asking | string {
  const all = asking(session)
  const [first, ...others] = all.filter((each) => stream === null || each.stream === stream)
  if (first && others.length === 0) return first
  if (first)
    return `Which one? ${all.map((each) => each.stream).join(', ')} ask. Say '@${first.stream} approve'.`
  const [elsewhere] = all
  return elsewhere
    ? `${stream} asks for nothing now; ${elsewhere.stream} does. Say '@${elsewhere.stream} approve'.`
    : 'Nothing asks for permission now.'
}

function answered(
  { at, by }: Call,
  asked: Asking,
  { kinds, text, word, remember }: { kinds: Kind[]; text: string; word: string; remember?: true },
): Outcome {
  const { stream, batch, run, ask } = asked
  const option = optionOf(asked, kinds)?.id ?? null
  return {
    events: [
      {
        type: 'permission-answered',
        ...{ at, stream, batch, run, id: ask.id, option, text, by },
        ...(remember ? { remember } : {}),
      },
    ],
    answer: () => ({ text: `${word}: ${ask.title}.`, exit: 0 }),
  }
}
