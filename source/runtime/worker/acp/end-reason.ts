import type { DialogueEnd } from '../agent-process.ts'
import { oneLine } from '../plain-text.ts'
import type { Update } from './update.ts'

const end = (kind: DialogueEnd['kind'], detail: string, retryAt: number | null = null): DialogueEnd => ({
  kind,
  detail,
  retryAt,
})

/** How a turn ended, by the answer to its prompt, and by what it said of a failure of its own. */
export function endOfTurn(stopReason: string, failure: string | null, now: number): DialogueEnd {
  if (stopReason === 'end_turn' && failure !== null) return endOfError(new Error(failure), now)
  switch (stopReason) {
    case 'end_turn':
      return end('finished', 'It ended its turn.')
    case 'refusal':
      return end('refused', 'It refused to go on with this.')
    case 'max_tokens':
      return end('max-turns', 'It used up the tokens of one turn.')
    case 'max_turn_requests':
      return end('max-turns', 'It used up the requests of one turn.')
    case 'cancelled':
      return end('cancelled', 'It ended its turn as cancelled.')
    default:
      return end('crashed', `It ended its turn in a way that is not known: ${oneLine(stopReason, 40)}.`)
  }
}

const limited = /rate.?limit|usage.?limit|quota|too many requests|\b429\b|overloaded/i
const unknownPerson = /\b401\b|\b403\b|unauthori[sz]ed|authenticat|not logged in|log ?in|api.?key|credential/i
const unreachable =
  /ECONN(REFUSED|RESET|ABORTED)|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|fetch failed|socket hang up|network/i

/** The model behind an agent has answered. Some agents tell of a limit in words, as if the model had said it. */
export function isFromModel(update: Update): boolean {
  switch (update.sessionUpdate) {
    case 'agent_message_chunk': {
      const text = update.content?.text ?? ''
      return text.trim() !== '' && ![limited, unknownPerson, unreachable].some((words) => words.test(text))
    }
    case 'agent_thought_chunk':
    case 'tool_call':
      return true
    default:
      return false
  }
}

const AUTH_REQUIRED = -32000

/** What an error means that the agent answered with. `now`: ms since 1970, for resets told as so many seconds. */
export function endOfError(error: unknown, now: number): DialogueEnd {
  const { code, message, data } = partsOf(error)
  const said = oneLine(message, 300)
  // What is in `data` often says more than the message, which is "Internal error" for everything.
  const all = `${message} ${flat(data)}`
  if (limited.test(all)) return limitedEnd(all, data, now)
  if (code === AUTH_REQUIRED || unknownPerson.test(all)) {
    return end(
      'auth',
      `It is not logged in, or its key is refused: ${more(said, data)}. Log in with its own program`,
    )
  }
  if (unreachable.test(all)) return end('network', `It could not reach its provider: ${more(said, data)}.`)
  return end('crashed', `It answered with an error: ${more(said, data)}.`)
}

function limitedEnd(said: string, data: unknown, now: number): DialogueEnd {
  const retryAt = resetTime(data, said, now)
  const until = retryAt === null ? 'It does not say until when' : `Until ${new Date(retryAt).toISOString()}`
  return end('rate-limited', `Its provider takes no more requests for now. ${until}`, retryAt)
}

const more = (message: string, data: unknown): string => {
  const told = typeof data === 'string' ? data : field(data, ['details', 'message', 'error'])
  const detail = typeof told === 'string' ? oneLine(told, 300) : ''
  return (detail && !message.includes(detail) ? `${message}: ${detail}` : message).replace(/\.$/, '')
}

const RESET_NAMES = ['resetsAt', 'resetAt', 'resets_at', 'reset_at', 'reset']
const WAIT_NAMES = ['retryAfter', 'retry_after', 'retryAfterSeconds', 'retry-after']

/** When a limit ends: a time or a number of seconds in the data, else in the words. Null: nobody told. */
function resetTime(data: unknown, said: string, now: number): number | null {
  const at = field(data, RESET_NAMES)
  const wait = field(data, WAIT_NAMES)
  if (typeof at === 'number') return sane(at < 1e12 ? at * 1000 : at, now)
  if (typeof at === 'string' && !Number.isNaN(Date.parse(at))) return sane(Date.parse(at), now)
  if (wait !== undefined && Number(wait) > 0) return sane(now + Number(wait) * 1000, now)
  const words = /(?:retry|again|resets?)\D{0,20}?(\d+)\s*(s|sec|m|min|h|hour)/i.exec(said)
  if (!words) return timeOfDay(said, now)
  const unit = { s: 1, m: 60, h: 3600 }[(words[2] as string).charAt(0).toLowerCase()] ?? 1
  return sane(now + Number(words[1]) * unit * 1000, now)
}

/** "try again at 7:50 PM": the next time that a clock here shows that. */
function timeOfDay(said: string, now: number): number | null {
  const clock = /(?:again|resets?)\D{0,20}?\b(\d{1,2}):(\d{2})\s*([ap])\.?m\b/i.exec(said)
  if (!clock) return null
  const [, hour, minute, half] = clock
  const at = new Date(now)
  at.setHours((Number(hour) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0), Number(minute), 0, 0)
  if (at.getTime() <= now) at.setDate(at.getDate() + 1)
  return at.getTime()
}

/** A date cannot hold just any number, and nobody waits for a year. */
const sane = (at: number, now: number): number | null =>
  at > now - 86_400_000 && at < now + 366 * 86_400_000 ? Math.round(at) : null

function partsOf(error: unknown): { code: number | null; message: string; data: unknown } {
  const code = field(error, ['code'])
  const message = error instanceof Error ? error.message : String(field(error, ['message']) ?? error)
  return { code: typeof code === 'number' ? code : null, message, data: field(error, ['data']) }
}

function field(value: unknown, names: string[]): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const record = value as Record<string, unknown>
  return names.map((name) => record[name]).find((each) => each !== undefined && each !== null)
}

const flat = (value: unknown): string => {
  try {
    return (JSON.stringify(value) ?? '').slice(0, 4000)
  } catch {
    return ''
  }
}
