import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { streamSSE } from 'hono/streaming'
import { HEADERS, isToken, refusal } from './admission.ts'
import type { PageFeed } from './page-feed.ts'

export interface PageApp {
  feed: PageFeed
  token: string
  /** Tells this page's cookie, and its versions, from those of another host: cookies know no ports. */
  instance: string
  /** The end of a gate's log; null: there is none. */
  readLog: (landing: number, run: number) => Promise<string | null>
  /** By name: `page.js`, `page.css`. */
  asset: (name: string) => Promise<Buffer>
}

/** So many may look at once. */
const MOST_LOOKERS = 32

/** The routes of the page. Everything is refused that is not this page asking, in the hands of who has the token. */
export function pageApp({ feed, token, instance, readLog, asset }: PageApp): Hono {
  const app = new Hono()
  const cookie = `br-tui-${instance}`
  let lookers = 0

  app.use(async (context, next) => {
    const header = (name: string) => context.req.header(name)
    const refused = refusal({
      method: context.req.method,
      host: header('host'),
      origin: header('origin'),
      site: header('sec-fetch-site'),
    })
    if (refused) {
      if (refused.status === 405) context.header('Allow', 'GET')
      context.res = context.text(`${refused.text}\n`, refused.status)
    } else if (context.req.path === '/' && isToken(context.req.query('t'), token)) {
      // Out of the address bar, the history and every log at once.
      setCookie(context, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/' })
      context.res = context.redirect('/', 303)
    } else if (isToken(getCookie(context, cookie), token)) await next()
    else context.res = context.text(NO_TOKEN, 401)
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value)
  })

  app.get('/', (context) => context.html(SHELL))

  for (const [name, type] of Object.entries(ASSETS))
    app.get(`/${name}`, async (context) =>
      context.body(new Uint8Array(await asset(name)), 200, { 'Content-Type': type }),
    )

  app.get('/log/:landing{\\d{1,6}}/:run{-1|\\d{1,4}}', async (context) => {
    const { landing, run } = context.req.param()
    const text = await readLog(Number(landing), Number(run))
    return text === null ? context.text('There is no such log.\n', 404) : context.text(text)
  })

  app.get('/events', (context) => {
    if (lookers >= MOST_LOOKERS) return context.text('Too many are looking.\n', 503)
    lookers += 1
    const leave = feed.join()
    const gone = () => {
      lookers -= 1
      leave()
    }
    return streamSSE(context, async (stream) => {
      stream.onAbort(leave)
      try {
        let seen = versionSeen(context.req.header('last-event-id'), instance)
        // Not written before the last is read: what is slow is told the newest, and never a queue of old ones.
        while (!stream.aborted && feed.isOpen()) {
          const change = feed.since(seen)
          if (change === null) await stream.write(': here\n\n')
          else {
            await stream.writeSSE({
              id: `${instance}-${change.version}`,
              data: JSON.stringify({ instance, ...change }),
            })
            seen = change.version
          }
          await feed.next(seen)
        }
      } finally {
        gone()
      }
    })
  })

  app.notFound((context) => context.text('There is nothing here.\n', 404))
  return app
}

/** Of another host's page, or no number: everything is news. */
function versionSeen(id: string | undefined, instance: string): number {
  const [from, version] = id?.split('-') ?? []
  const number = Number(version)
  return from === instance && Number.isSafeInteger(number) ? number : 0
}

const NO_TOKEN =
  "This page wants its token: type 'dashboard' in br-tui, or run 'br-tui dashboard', for the whole address.\n"

const ASSETS = {
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
}

const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>br-tui</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body><div id="page"><p class="hint">Loading …</p></div><noscript><p class="hint">This page needs JavaScript.</p></noscript></body>
</html>
`
