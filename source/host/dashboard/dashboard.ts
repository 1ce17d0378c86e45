import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { ok, problem, type Result } from '../../model/result.ts'
import type { Session } from '../../model/session.ts'
import { pageView } from '../../page/view/page-view.ts'
import { partsOf } from '../../page/view/parts-of-view.ts'
import { logEnd } from './log-end.ts'
import { pageApp } from './page-app.ts'
import { readAsset } from './page-assets.ts'
import { createPageFeed } from './page-feed.ts'

export interface Dashboard {
  /** With the token: whoever has it may look. */
  address: string
  changed: () => void
  close: () => void
}

export interface DashboardInput {
  session: () => Session
  mask: (text: string) => string
  now: () => number
  /** null: the usual one, or any where that is taken. */
  port: number | null
}

const USUAL_PORT = 8080

/** Serves the page, on this machine only. */
export async function openDashboard({
  session,
  mask,
  now,
  port,
}: DashboardInput): Promise<Result<Dashboard>> {
  const feed = createPageFeed({ parts: () => partsOf(pageView(session(), now())), mask })
  const token = randomBytes(32).toString('base64url')
  const instance = randomBytes(6).toString('hex')
  const readLog = async (landing: number, run: number) => {
    const text = await logEnd(session(), landing, run)
    return text === null ? null : mask(text)
  }
  const app = pageApp({ feed, token, instance, readLog, asset: readAsset })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  // Nobody has anything long to say.
  server.maxHeadersCount = 100
  const bound = (await listens(server, port ?? USUAL_PORT)) || (port === null && (await listens(server, 0)))
  if (!bound) {
    feed.close()
    return problem(
      `Port ${port} cannot be had: something else listens there.`,
      "Say another: 'dashboard 8123'.",
    )
  }
  const address = server.address()
  const at = typeof address === 'object' && address !== null ? address.port : port
  return ok({
    address: `http://127.0.0.1:${at}/?t=${token}`,
    changed: feed.changed,
    close: () => {
      feed.close()
      server.close()
      server.closeAllConnections()
    },
  })
}

const listens = (server: Server, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const failed = () => resolve(false)
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed)
      resolve(true)
    })
  })
