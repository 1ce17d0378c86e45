import { agentOf } from '../engine/workers.ts'
import { LEVELS, type Level } from '../model/routing.ts'
import type { Session } from '../model/session.ts'
import { CEILINGS, type Ceiling } from '../routing/budget.ts'
import { dollars } from '../routing/cost.ts'
import { modelsFrom, tableOf } from '../routing/model-tables.ts'
import { answer, type Call, type Command, factsOf, type Outcome } from './command.ts'

export const model: Command = {
  name: 'model',
  aliases: ['use model'],
  group: 'steer',
  usage: 'model STREAM MODEL',
  summary: 'which model, or level, works on a stream from its next batch on; auto: by complexity',
  scope: 'stream',
  personOnly: true,
  disabledReason: (call) => {
    const wanted = call.args.trim()
    if (wanted === '' || wanted === 'auto') return null
    const found = namedModel(call, wanted)
    return typeof found === 'string' ? null : found.why
  },
  run: (call) => {
    const { stream, at, by } = call
    const wanted = call.args.trim()
    if (wanted === '') return answer(modelText(call))
    const named = wanted === 'auto' ? null : (namedModel(call, wanted) as string)
    return did(
      { type: 'model-asked', at, stream: stream as string, model: named, by },
      named === null
        ? `${stream}: the model is chosen by complexity again.`
        : `${stream}: ${named} from its next batch on.`,
    )
  },
}

/** Short names are understood against the agent's table: `opus` is the one model of it that is called so. */
function namedModel({ session, stream }: Call, wanted: string): string | { why: string } {
  if ((LEVELS as string[]).includes(wanted.toLowerCase())) return wanted.toLowerCase() as Level
  const agent = agentOf(session, stream as string)
  const table = tableOf(agent, session.settings.models)
  const known = [...new Set([...modelsFrom(table, 'simple'), ...(table.fallback ?? [])])]
  if (known.includes(wanted)) return wanted
  const fitting = known.filter((name) =>
    name
      .toLowerCase()
      .split(/[-/.:]/)
      .includes(wanted.toLowerCase()),
  )
  if (fitting.length === 1) return fitting[0] as string
  if (fitting.length > 1) return { why: `'${wanted}' could be ${fitting.join(' or ')}. Say its whole name.` }
  // A whole name of the agent's own is no mistake, a lone word that nobody knows is.
  if (/^[\w@][\w.:/@+[\]-]{0,119}$/.test(wanted) && (known.length === 0 || /[-/.:]/.test(wanted)))
    return wanted
  return {
    why: `No model of ${agent} is called '${wanted.slice(0, 60)}'. Say one of ${known.join(', ')}, a level, or 'auto'.`,
  }
}

function modelText(call: Call): string {
  const { session, stream } = call
  const { model: asked, batches } = factsOf(call)
  const last = batches.flatMap(({ attempts }) => attempts).findLast(({ routed }) => routed !== null)
  const now = last
    ? ` Its last try: ${last.ran?.model ?? last.routed?.model ?? 'its own'} (${last.routed?.level}).`
    : ''
  const how = asked === null ? 'chosen by complexity' : `${asked} was asked for`
  return `${stream}, ${agentOf(session, stream as string)}: ${how}.${now}`
}

export const budget: Command = {
  name: 'budget',
  aliases: ['ceiling', 'ceilings'],
  group: 'steer',
  usage: 'budget [WHAT USD]',
  summary: 'shows the ceilings, or sets that of a batch, stream, session or day; none: no ceiling',
  scope: 'session',
  personOnly: true,
  disabledReason: ({ args }) =>
    args === '' || ceilingOf(args)
      ? null
      : "Say for example 'budget batch 2.50', 'budget day 40' or 'budget session none'.",
  run: ({ session, args, at, by }) => {
    const set = ceilingOf(args)
    if (!set) return answer(budgetText(session))
    const { ceiling, usd } = set
    return did(
      { type: 'budget-set', at, ceiling, usd, by },
      `Ceiling for a ${ceiling}: ${usd === null ? 'none' : dollars(usd)}.`,
    )
  },
}

function ceilingOf(args: string): { ceiling: Ceiling; usd: number | null } | null {
  const [, ceiling, amount = ''] =
    /^(batch|stream|session|day)\s+\$?(none|\d{1,6}(?:\.\d{1,4})?)$/.exec(args) ?? []
  const usd = amount === 'none' ? null : Number(amount)
  return ceiling && usd !== 0 ? { ceiling: ceiling as Ceiling, usd } : null
}

const budgetText = ({ settings }: Session): string => {
  const set = CEILINGS.flatMap((ceiling) => {
    const limit = settings.budget[ceiling]
    return limit === undefined ? [] : [`${ceiling} ${dollars(limit)}`]
  })
  return set.length === 0 ? "No ceiling is set. Type 'budget session 20'." : `Ceilings: ${set.join(', ')}.`
}

export const costs: Command = {
  name: 'costs',
  aliases: ['cost', 'what did it cost', 'spent'],
  group: 'look',
  usage: 'costs [stream|model|day]',
  summary: 'what was spent, against everything on the default model',
  scope: 'session',
  disabledReason: ({ args }) =>
    ['', 'stream', 'model', 'day'].includes(args)
      ? null
      : "Say 'costs stream', 'costs model' or 'costs day'.",
  run: ({ args }) => ({
    events: [],
    answer: () => null,
    query: { kind: 'costs', by: (args || 'stream') as 'stream' | 'model' | 'day' },
  }),
}

const did = (event: Outcome['events'][number], text: string): Outcome => ({
  events: [event],
  answer: () => ({ text, exit: 0 }),
})
