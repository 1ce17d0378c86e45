import type { HostMessage } from '../model/message.ts'

/** Tells a client when streams printed last: what lies behind 'last output 4 s ago'. */
export interface PrintTimes {
  /** The client has a screen; what is known so far is told at once. */
  begin: () => void
  printed: (stream: string) => void
  close: () => void
}

/** Nobody reads an age more often, ms. */
const OFTEN = 1000

/** `known`: of all streams, ms since 1970. No timer runs while nothing is printed. */
export function createPrintTimes(
  known: ReadonlyMap<string, number>,
  send: (message: HostMessage) => void,
): PrintTimes {
  const news = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  let isOn = false
  const tell = () => {
    timer = null
    if (news.size === 0) return
    send({
      type: 'printed',
      at: Object.fromEntries([...news].map((stream) => [stream, known.get(stream) ?? 0])),
    })
    news.clear()
    timer = setTimeout(tell, OFTEN)
  }
  return {
    begin: () => {
      if (isOn) return
      isOn = true
      for (const stream of known.keys()) news.add(stream)
      if (!timer) tell()
    },
    printed: (stream) => {
      if (!isOn) return
      news.add(stream)
      if (!timer) tell()
    },
    close: () => {
      isOn = false
      if (timer) clearTimeout(timer)
    },
  }
}
