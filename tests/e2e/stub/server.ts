import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { anthropic } from './anthropic.ts'
import { gemini } from './gemini.ts'
import type { Asked, Dialect, Move } from './move.ts'
import { openai } from './openai.ts'

const dialects: Dialect[] = [anthropic, openai, gemini]

export interface Stub {
  url: string
  /** Every request, as it came. */
  requests: { line: string; asked: Asked | null }[]
  close(): void
}

/** A server that answers as models do, by what `decide` says to each request. On loopback, at a port that is free. */
export async function openStub(decide: (asked: Asked) => Move): Promise<Stub> {
  const requests: Stub['requests'] = []
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://stub').pathname
    const line = `${request.method} ${path}`
    const dialect = request.method === 'POST' ? dialects.find((each) => each.path.test(path)) : undefined
    if (!dialect) {
      requests.push({ line, asked: null })
      return plain(response, 404, { error: { message: 'The stub knows no such path.' } })
    }
    const body = await json(request)
    const asked = dialect.read(body, path)
    requests.push({ line, asked })
    const move = decide(asked)
    if ('silent' in move) return
    if ('limited' in move)
      return plain(response, 429, dialect.error(move), { 'retry-after': String(move.limited) })
    if ('fails' in move) return plain(response, move.fails, dialect.error(move))
    const events = dialect.events(move, asked)
    if (path.endsWith(':generateContent')) return plain(response, 200, events[0] as object)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const event of events) response.write(sse(event as { type?: string }))
    response.end()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const sse = (event: { type?: string }): string =>
  `${event.type ? `event: ${event.type}\n` : ''}data: ${JSON.stringify(event)}\n\n`

function plain(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
