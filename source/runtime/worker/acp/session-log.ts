import type { Ask } from '../../../model/session.ts'
import { oneLine } from '../plain-text.ts'
import { toolLine } from './tool-line.ts'
import type { ToolCall, Update } from './update.ts'

/** Writes the talk with an agent as a person reads it, line by line. */
export interface SessionLog {
  update(update: Update): void
  said(text: string): void
  asked(ask: Ask): void
  answered(ask: Pick<Ask, 'title'>, word: string): void
  /** A call with all that was told of it before. */
  whole(call: ToolCall): ToolCall
  warn(text: string): void
  end(): void
}

const LONGEST_THOUGHT = 160
/** An agent that makes calls for ever must not fill the memory with them. */
const MOST_CALLS = 2000

export function createSessionLog({ write, cwd }: { write: (text: string) => void; cwd: string }): SessionLog {
  let thought = ''
  let isMidLine = false
  let plan: string[] = []
  let usage = ''
  const calls = new Map<string, { call: ToolCall; line: string }>()

  const put = (text: string) => {
    if (text === '') return
    isMidLine = !text.endsWith('\n')
    write(text)
  }
  const fold = () => {
    const text = oneLine(thought, LONGEST_THOUGHT)
    thought = ''
    if (text !== '') put(`${isMidLine ? '\n' : ''}${dim(`· ${text}`)}\n`)
  }
  const line = (text: string) => {
    fold()
    put(`${isMidLine ? '\n' : ''}${text}\n`)
  }

  const tool = (news: ToolCall) => {
    const known = calls.get(news.toolCallId)
    const call = known ? merged(known.call, news) : news
    const text = toolLine(call, cwd)
    if (text !== '' && text !== known?.line) line(`▸ ${text}`)
    if (call.status === 'failed' && known?.call.status !== 'failed') line(`✕ ${text}`)
    if (calls.size < MOST_CALLS || known) calls.set(news.toolCallId, { call, line: text })
  }
  const planned = (entries: { content: string; status: string }[]) => {
    const rows = entries.slice(0, 100).map(({ content, status }) => `${box(status)} ${oneLine(content, 200)}`)
    for (const row of rows.filter((each) => !plan.includes(each))) line(row)
    plan = rows
  }
  const take = (update: Update) => {
    switch (update.sessionUpdate) {
      case 'agent_message_chunk':
        fold()
        return put(update.content?.text ?? '')
      case 'agent_thought_chunk':
        // More than is shown is not kept.
        if (thought.length < 4 * LONGEST_THOUGHT) thought += update.content?.text ?? ''
        return
      case 'tool_call':
      case 'tool_call_update':
        return tool(update)
      case 'plan':
        return planned(update.entries)
      case 'current_mode_update':
        return line(`! its mode is now ${oneLine(update.currentModeId, 60)}`)
      case 'usage_update':
        usage = usageText(update)
        return
      default:
        return update satisfies never
    }
  }

  return {
    whole: (call) => {
      const known = calls.get(call.toolCallId)
      return known ? merged(known.call, call) : call
    },
    update: take,
    said: (text) => line(`> ${text}`),
    asked: ({ title, detail }) => line(`▲ asks: ${title}\n${indented(detail)}`),
    answered: ({ title }, word) => line(`▲ ${word}: ${title}`),
    warn: (text) => line(`! ${text}`),
    end: () => {
      fold()
      if (usage !== '') line(dim(usage))
      else if (isMidLine) put('\n')
    },
  }
}

const merged = (call: ToolCall, news: ToolCall): ToolCall => ({
  toolCallId: call.toolCallId,
  title: news.title || call.title,
  kind: news.kind || call.kind,
  status: news.status || call.status,
  content: news.content ?? call.content,
  locations: news.locations ?? call.locations,
  rawInput: news.rawInput ?? call.rawInput,
})

const box = (status: string): string =>
  status === 'completed' ? '[x]' : status === 'in_progress' ? '[>]' : '[ ]'

const usageText = ({ used, cost }: Extract<Update, { sessionUpdate: 'usage_update' }>): string =>
  [
    used === null ? '' : `${used} tokens in its context`,
    cost ? `${cost.amount.toFixed(2)} ${oneLine(cost.currency, 8)} so far` : '',
  ]
    .filter(Boolean)
    .join(' · ')

const dim = (text: string): string => `\x1b[2m${text}\x1b[22m`

const indented = (text: string): string =>
  text
    .split('\n')
    .map((each) => `    ${each}`)
    .join('\n')
