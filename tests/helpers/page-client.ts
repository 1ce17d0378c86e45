import { type ClientRequest, get, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Change } from '../../source/host/dashboard/page-feed.ts'

export interface Got {
  status: number
  headers: IncomingMessage['headers']
  body: string
}

/** One request, with whatever headers: `fetch` would not let a test say who it claims to be. */
export const getPage = (
  address: string | URL,
  headers: OutgoingHttpHeaders = {},
  method = 'GET',
): Promise<Got> =>
  new Promise((resolve, reject) => {
    const asked = request(address, { headers, method, agent: false }, async (response) =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }),
    )
    asked.on('error', reject)
    asked.end()
  })

/** What a browser keeps after it was at the address with the token. */
export async function cookieOf(address: string): Promise<string> {
  const { headers } = await getPage(address)
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

export interface Heard extends Change {
  id: string
}

export interface Listener {
  request: ClientRequest
  response: IncomingMessage
  /** The next that is told. */
  next: () => Promise<Heard>
  close: () => void
}

/** Listens as an EventSource does. */
export async function listen(address: string, headers: OutgoingHttpHeaders): Promise<Listener> {
  const asked = get(new URL('/events', address), { headers, agent: false })
  const response = await new Promise<IncomingMessage>((resolve) => asked.on('response', resolve))
  asked.on('error', () => {})
  response.on('error', () => {})
  const messages = eventsOf(response)
  const next = async () => {
    const { value, done } = await messages.next()
    if (done) throw new Error('The stream has ended.')
    return value
  }
  return { request: asked, response, next, close: () => asked.destroy() }
}

async function* eventsOf(response: IncomingMessage): AsyncGenerator<Heard> {
  let rest = ''
  for await (const chunk of response.setEncoding('utf8')) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const lines = block.split('\n')
      const field = (name: string) =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
      const data = field('data')
      if (data !== undefined) yield { ...(JSON.parse(data) as Change), id: field('id') ?? '' }
    }
  }
}
