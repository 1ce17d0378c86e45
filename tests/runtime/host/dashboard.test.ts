import { mkdtemp, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Dashboard, openDashboard } from '../../../source/host/dashboard/dashboard.ts'
import { pageApp } from '../../../source/host/dashboard/page-app.ts'
import { createPageFeed } from '../../../source/host/dashboard/page-feed.ts'
import type { Session } from '../../../source/model/session.ts'
import { cookieOf, getPage, listen } from '../../helpers/page-client.ts'
import { value } from '../../helpers/repo.ts'
import { done, landed, readySession, requested, sessionAfter, started } from '../../helpers/session.ts'

let open: Dashboard[] = []
afterEach(() => {
  for (const dashboard of open) dashboard.close()
  open = []
})

/** The page of a session that a test changes, on a port of its own. */
async function served(begin: Session, mask = (text: string) => text) {
  let session = begin
  const dashboard = value(await openDashboard({ session: () => session, mask, now: () => 5000, port: 0 }))
  open.push(dashboard)
  const cookie = await cookieOf(dashboard.address)
  return {
    ...{ dashboard, cookie, address: dashboard.address },
    url: (path: string) => new URL(path, dashboard.address),
    change: (next: (session: Session) => Session) => {
      session = next(session)
      dashboard.changed()
    },
  }
}

const two = () => readySession([{ a: {}, b: {} }])

describe('who may look', () => {
  it('is who has the token: it becomes a cookie that no script and no other site can use', async () => {
    const { address, url, cookie } = await served(two())
    const came = await getPage(address)
    expect(came.status).toBe(303)
    expect(came.headers.location).toBe('/')
    expect(came.headers['set-cookie']?.[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
    expect((await getPage(url('/'), { cookie })).body).toContain('<div id="page">')
  })

  it.each(['/', '/events', '/page.js', '/page.css', '/log/1/0', '/?t=', '/?t=wrong', '/nothing'])(
    'is nobody without it: %s',
    async (path) => {
      const { url } = await served(two())
      const { status, body } = await getPage(url(path))
      expect(status).toBe(401)
      expect(body).toMatch(/wants its token/)
    },
  )

  it.each([
    ['a name that was made point here', { host: 'evil.test' }],
    ['one that only begins like ours', { host: '127.0.0.1.evil.test:80' }],
    ['another page', { origin: 'http://evil.test' }],
    ['another page of this machine, on another port', { origin: 'http://127.0.0.1:3000' }],
    ['no origin at all', { origin: 'null' }],
    ['a link on another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
  ])('is not who asks as %s, token or not', async (_, headers) => {
    const { address, url, cookie } = await served(two())
    expect((await getPage(address, headers)).status).toBe(403)
    expect((await getPage(url('/events'), { cookie, ...headers })).status).toBe(403)
  })

  it('may come through a tunnel, which has another port', async () => {
    const { url, cookie } = await served(two())
    for (const host of ['localhost:9000', '127.0.0.1:1', '[::1]:4000'])
      expect((await getPage(url('/'), { cookie, host, origin: `http://${host}` })).status).toBe(200)
  })

  it.each(['HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'may only look: %s is refused',
    async (method) => {
      const { address, url, cookie } = await served(two())
      expect(await getPage(address, {}, method)).toMatchObject({ status: 405, headers: { allow: 'GET' } })
      expect((await getPage(url('/events'), { cookie }, method)).status).toBe(405)
    },
  )

  it('is told the rules with every answer, refusals too', async () => {
    const { address, url, cookie } = await served(two())
    const answers = [
      await getPage(address),
      await getPage(url('/'), { cookie }),
      await getPage(url('/')),
      await getPage(url('/nothing'), { cookie }),
      await getPage(address, { host: 'evil.test' }),
      await getPage(url('/page.js'), { cookie }),
    ]
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; /)
      expect(headers['content-security-policy']).not.toMatch(/unsafe|http/)
      expect(headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers).not.toHaveProperty('access-control-allow-origin')
    }
  })
})

describe('the port', () => {
  it('that somebody else has is a problem where it was asked for', async () => {
    const other = createServer()
    onTestFinished(() => void other.close())
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const opened = await openDashboard({ session: two, mask: (text) => text, now: () => 0, port })
    expect(opened).toMatchObject({ ok: false, error: { message: expect.stringContaining(String(port)) } })
  })

  it('is another one where the usual is taken and none was asked for', async () => {
    const input = { session: two, mask: (text: string) => text, now: () => 0, port: null }
    const both = [value(await openDashboard(input)), value(await openDashboard(input))]
    open.push(...both)
    expect(new Set(both.map(({ address }) => new URL(address).port)).size).toBe(2)
  })
})

describe('what is told', () => {
  it('is all at first, then only what has changed', async () => {
    const { address, cookie, change } = await served(two())
    const { next, close } = await listen(address, { cookie })
    expect(Object.keys((await next()).parts)).toEqual(
      expect.arrayContaining(['head', 'stream a', 'stream b', 'order']),
    )
    change((session) => sessionAfter(session, requested('a'), started('a')))
    const news = await next()
    expect(news.parts['stream a']).toMatchObject({ status: { name: 'running' } })
    expect(news.parts).not.toHaveProperty('stream b')
    expect(news.parts).not.toHaveProperty('graph')
    close()
  })

  it('goes on where a connection broke, with what happened meanwhile', async () => {
    const { address, cookie, change } = await served(two())
    const first = await listen(address, { cookie })
    const { id } = await first.next()
    first.close()
    change((session) => sessionAfter(session, requested('a'), started('a')))
    const second = await listen(address, { cookie, 'last-event-id': id })
    const { parts } = await second.next()
    expect(Object.keys(parts)).toContain('stream a')
    expect(Object.keys(parts)).not.toContain('stream b')
    second.close()
  })

  it.each(['another-3', 'nonsense', '', '-1', '9'.repeat(400)])(
    'is all of it to who comes with the mark of another host: %s',
    async (id) => {
      const { address, cookie } = await served(two())
      const { next, close } = await listen(address, { cookie, 'last-event-id': id })
      expect(Object.keys((await next()).parts)).toEqual(
        expect.arrayContaining(['head', 'stream a', 'stream b']),
      )
      close()
    },
  )

  it('is the newest only to who reads slowly, whatever happened meanwhile', async () => {
    let round = 0
    // Larger than what lies in the buffers of a connection.
    const feed = createPageFeed({
      parts: () => ({ round, much: `${round} `.repeat(700_000) }),
      mask: (text) => text,
    })
    const app = pageApp({
      ...{ feed, token: 'token', instance: 'one' },
      readLog: async () => null,
      asset: async () => Buffer.alloc(0),
    })
    const server = createAdaptorServer({ fetch: app.fetch })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      feed.close()
      server.close()
    })
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?t=token`
    const cookie = await cookieOf(address)
    const [slow, fast] = [await listen(address, { cookie }), await listen(address, { cookie })]
    await fast.next()
    for (round = 1; round < 12; round += 1) {
      feed.changed()
      await fast.next()
    }
    round = 12
    feed.changed()
    await fast.next()
    const heard: unknown[] = []
    while (heard.at(-1) !== 12) heard.push((await slow.next()).parts.round)
    expect(heard.length).toBeLessThan(12)
    slow.close()
    fast.close()
  })

  it('says that a stream is gone when the plan no longer has it', async () => {
    const { address, cookie, change } = await served(two())
    const { next, close } = await listen(address, { cookie })
    await next()
    change(() => readySession([{ a: {} }]))
    expect((await next()).parts).toMatchObject({ 'stream b': null, order: ['a'] })
    close()
  })

  it('has nothing in it that a mask takes out', async () => {
    const secret = ['sk', 'live', 'abc'].join('-')
    const { address, cookie } = await served(
      { ...two(), decisions: [{ at: 1, by: 'you', text: `use ${secret}` }] },
      (text) => text.replaceAll(secret, '***'),
    )
    const { next, close } = await listen(address, { cookie })
    const { parts } = await next()
    expect(parts.decisions).toMatchObject([{ text: 'use ***' }])
    close()
  })

  it('ends with the host', async () => {
    const { address, cookie, dashboard } = await served(two())
    const { next } = await listen(address, { cookie })
    await next()
    const after = next()
    dashboard.close()
    await expect(after).rejects.toThrow()
  })
})

describe('a log', () => {
  it('is the end of the file that the session names, plain and masked', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'br-log-')), 'gate.log')
    await writeFile(path, `${'x'.repeat(400_000)}\n\u001b[31mnot ok\u001b[0m hidden\n`)
    const session = sessionAfter(two(), ...done('a'), ...landed('checkpoint'))
    const [landing] = session.landings
    if (!landing?.verdict) throw new Error('nothing landed')
    const withLog = { ...session, landings: [{ ...landing, verdict: { ...landing.verdict, log: path } }] }
    const { url, cookie } = await served(withLog, (text) => text.replaceAll('hidden', '***'))
    const { status, headers, body } = await getPage(url('/log/1/-1'), { cookie })
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/plain/)
    expect(body).toMatch(/x\nnot ok \*\*\*\n$/)
    expect(body.length).toBeLessThan(300_000)
  })

  it.each(['/log/1/0', '/log/9/-1', '/log/1/..%2f..%2fetc%2fpasswd', '/log/__proto__/0', '/log/1/-2'])(
    'is nothing else: %s',
    async (path) => {
      const { url, cookie } = await served(two())
      expect((await getPage(url(path), { cookie })).status).toBe(404)
    },
  )
})
