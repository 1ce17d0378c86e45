import type { Ask } from '../../../model/session.ts'
import type { Call, CallLog } from '../call-log.ts'
import { oneLine } from '../plain-text.ts'
import { callText, indented } from './call-text.ts'
import { createPlanList } from './plan-list.ts'
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

interface Place {
  write: (text: string) => void
  cwd: string
  calls: CallLog
}

interface Known {
  call: ToolCall
  /** As it is in the pane; empty: there is nothing to show of it yet, and it has no number. */
  line: string
  number: number | null
}

/** Of what is shown, and of what is kept. */
const LONGEST_THOUGHT = 160
const LONGEST_KEPT = 64 * 1024
/** An agent that makes calls for ever must not fill the memory with them: the oldest is forgotten. */
const MOST_CALLS = 2000

export function createSessionLog({ write, cwd, calls }: Place): SessionLog {
  let thought = ''
  let isMidLine = false
  let usage = ''
  let count = 0
  const plan = createPlanList()
  const known = new Map<string, Known>()

  const put = (text: string) => {
    if (text === '') return
    isMidLine = !text.endsWith('\n')
    write(text)
  }
  const fold = () => {
    const [whole, text] = [thought, oneLine(thought, LONGEST_THOUGHT)]
    thought = ''
    if (text === '') return
    const isLong = text !== oneLine(whole, LONGEST_KEPT)
    const number = isLong ? `#${++count} ` : ''
    put(`${isMidLine ? '\n' : ''}${dim(`· ${number}${text}`)}\n`)
    if (isLong)
      calls.keep({ number: count, line: '', state: 'thought', text: indented(calls.clean(whole.trim())) })
  }
  const line = (text: string) => {
    fold()
    put(`${isMidLine ? '\n' : ''}${text}\n`)
  }

  const tool = (news: ToolCall) => {
    const before = known.get(news.toolCallId)
    const call = before ? merged(before.call, news) : news
    const text = toolLine(call, cwd)
    // What was thought before it is numbered before it.
    if (text !== '' && !before?.number) fold()
    const number = before?.number ?? (text === '' ? null : ++count)
    const now = { call, line: text, number }
    if (text !== '' && text !== before?.line) line(`▸ #${number} ${text}`)
    const hasFailed = call.status === 'failed' && before?.call.status !== 'failed'
    if (hasFailed && number !== null) line(`✕ #${number} ${text}`)
    if (before?.number !== number || isOver(call)) keep(now)
    known.set(news.toolCallId, now)
    if (known.size > MOST_CALLS) known.delete(known.keys().next().value as string)
  }
  const keep = ({ call, line: text, number }: Known, state: Call['state'] = stateOf(call)) => {
    if (number === null) return
    calls.keep({
      ...{ number, state },
      line: calls.clean(text),
      text: callText(call, { cwd, clean: calls.clean }),
    })
  }
  const take = (update: Update) => {
    switch (update.sessionUpdate) {
      case 'agent_message_chunk':
        fold()
        return put(update.content?.text ?? '')
      case 'agent_thought_chunk':
        if (thought.length < LONGEST_KEPT) thought += update.content?.text ?? ''
        return
      case 'tool_call':
      case 'tool_call_update':
        return tool(update)
      case 'plan':
        for (const row of plan.news(update.entries)) line(row)
        return
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
      const before = known.get(call.toolCallId)
      return before ? merged(before.call, call) : call
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
      for (const each of known.values()) if (!isOver(each.call)) keep(each, 'cut short')
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
  rawOutput: news.rawOutput ?? call.rawOutput,
})

const isOver = ({ status }: ToolCall): boolean => status === 'completed' || status === 'failed'

const stateOf = ({ status }: ToolCall): Call['state'] =>
  status === 'completed' || status === 'failed' ? status : 'running'

const usageText = ({ used, cost }: Extract<Update, { sessionUpdate: 'usage_update' }>): string =>
  [
    used === null ? '' : `${used} tokens in its context`,
    cost ? `${cost.amount.toFixed(2)} ${oneLine(cost.currency, 8)} so far` : '',
  ]
    .filter(Boolean)
    .join(' · ')

const dim = (text: string): string => `\x1b[2m${text}\x1b[22m`
