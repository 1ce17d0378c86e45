import type { Answer } from '../model/message.ts'
import type { Call } from './worker/call-log.ts'

/** More is not read at one go, in characters; each of them alone is shown whole. */
const MOST = 1024 * 1024

/** Calls as a page to read, the newest last; or the one that is asked for. */
export function callsAnswer(
  calls: Call[],
  { stream, number }: { stream: string; number: number | null },
): Answer {
  const newest = calls.at(-1)
  if (newest === undefined) return { text: 'Its agent has called nothing yet.', exit: 0 }
  if (number !== null) {
    const call = calls.find((each) => each.number === number)
    if (call) return { text: callPage(call), exit: 0 }
    return { text: `Nothing is kept of #${number}; the newest is #${newest.number}.`, exit: 1 }
  }
  const pages: string[] = []
  let left = MOST
  for (const call of calls.toReversed()) {
    const page = callPage(call)
    left -= page.length
    if (left < 0 && pages.length > 0) break
    pages.unshift(page)
  }
  const out = calls.length - pages.length
  const note = out > 0 ? `The first ${out} are left out: 'calls ${stream} N' shows one.\n\n` : ''
  return { text: note + pages.join('\n\n'), exit: 0 }
}

const callPage = ({ number, line, state, text }: Call): string =>
  [`#${number} ${[line, state].filter(Boolean).join(' · ')}`, text].filter(Boolean).join('\n')
