import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Dashboard, openDashboard } from '../../source/host/dashboard/dashboard.ts'
import type { Session } from '../../source/model/session.ts'
import { value } from '../helpers/repo.ts'
import { noticed, requested, sessionAfter, spends, started } from '../helpers/session.ts'
import { largeSession, richSession } from './page-sessions.ts'

/** Screenshots are kept there, to be looked at. */
const ARTEFACTS = process.env.BR_E2E_ARTEFACTS ?? join(import.meta.dirname, '../../coverage/e2e-web')
const PHONE = { width: 375, height: 740 }

let browser: Browser
let open: (() => unknown)[] = []

beforeAll(async () => {
  mkdirSync(ARTEFACTS, { recursive: true })
  browser = await chromium.launch({
    executablePath: process.env.BR_E2E_CHROME ?? '/usr/bin/chromium',
    // A container has no user namespaces to make a sandbox of, and what is shown is ours.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
})
afterAll(() => browser.close())
afterEach(async () => {
  for (const close of open.reverse()) await close()
  open = []
})

async function served(begin: Session) {
  let session = begin
  const input = { session: () => session, mask: (text: string) => text, now: Date.now, port: 0 }
  const dashboard: Dashboard = value(await openDashboard(input))
  open.push(dashboard.close)
  return {
    address: dashboard.address,
    change: (next: (session: Session) => Session) => {
      session = next(session)
      dashboard.changed()
    },
  }
}

/** The page, opened; `asked` is every request that it makes, `wrong` everything that it complains of. */
async function opened(address: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  open.push(() => context.close())
  const page = await context.newPage()
  const asked: string[] = []
  const wrong: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  page.on('pageerror', (error) => wrong.push(error.message))
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { page, context, asked, wrong }
}

describe('the page', () => {
  it('shows the session as it is, and runs nothing that its texts say', async () => {
    const { address } = await served(richSession(Date.now()))
    const { page, wrong } = await opened(address)
    expect(page.url()).not.toContain('t=')
    const text = await page.locator('main').innerText()
    expect(text).toContain('Event names are past tense: <b>"batch-finished"</b>')
    expect(text).toMatch(/security-foundation\s+✓ complete/)
    expect(text).toContain('Yesterday')
    expect(await page.locator('main b', { hasText: 'batch-finished' }).count()).toBe(0)
    expect(wrong).toEqual([])
  })

  it('shows within a second what has happened', async () => {
    const { address, change } = await served(richSession(Date.now()))
    const { page } = await opened(address)
    await page.evaluate(() => {
      const state = window as unknown as { seen?: number }
      new MutationObserver(() => {
        if (document.body.innerText.includes('Use tabs')) state.seen ??= Date.now()
      }).observe(document.body, { childList: true, subtree: true, characterData: true })
    })
    const happened = Date.now()
    change((session) => ({
      ...session,
      decisions: [...session.decisions, { at: happened, by: 'you', text: 'Use tabs' }],
    }))
    await page.getByText('Use tabs').waitFor()
    const seen = await page.evaluate(() => (window as unknown as { seen: number }).seen)
    console.log(`seen after ${seen - happened} ms`)
    expect(seen - happened).toBeLessThan(1000)
  })

  it('stays smooth with 50 streams and 1,000 tasks, all of them busy', async () => {
    const { address, change } = await served(largeSession())
    const { page } = await opened(address)
    // Those that wait for nobody.
    const ids = Array.from({ length: 25 }, (_, index) => index).filter((index) => index % 3 !== 2)
    const idle = await frames(page, async () => page.waitForTimeout(2000))
    const busy = await frames(page, async () => {
      for (const index of ids.slice(0, 16)) {
        const id = `a-${index}`
        change((session) => sessionAfter(session, requested(id), started(id), spends(id, 0.1)))
        await page.waitForTimeout(150)
      }
    })
    expect(await page.getByText('● running').count()).toBeGreaterThanOrEqual(16)
    console.log(`frames: idle ${JSON.stringify(idle)}, busy ${JSON.stringify(busy)}`)
    expect(busy.missed).toBeLessThanOrEqual(Math.max(0.2, idle.missed * 2))
    // A change draws what it is about: no long task a change, even with what it takes to make the view beside it.
    expect(busy.longTasks).toBeLessThan(16)
    await page.screenshot({ path: join(ARTEFACTS, 'large.png') })
  })

  it('asks nobody but its host', async () => {
    const { address, change } = await served(richSession(Date.now()))
    const { page, asked } = await opened(address)
    change((session) => sessionAfter(session, noticed('more')))
    for (const summary of await page.locator('summary').all()) await summary.click()
    expect(new Set(asked.map((url) => new URL(url).origin))).toEqual(new Set([new URL(address).origin]))
  })

  it('is not for who has no token, and not for other pages', async () => {
    const { address } = await served(richSession(Date.now()))
    const context = await browser.newContext()
    open.push(() => context.close())
    const page = await context.newPage()
    const answer = await page.goto(new URL('/', address).href)
    expect(answer?.status()).toBe(401)
    // Now it has the cookie, and another page of this machine tries.
    await page.goto(address)
    const other = createServer((_, response) => response.end('<!doctype html><title>other</title>'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`)
    const target = new URL('/events', address).href
    const tried = await page.evaluate(async (url) => {
      const read = (init: RequestInit) =>
        fetch(url, { ...init, credentials: 'include' }).then(
          (response) => `${response.type} ${response.status}`,
          () => 'refused',
        )
      const frame = document.createElement('iframe')
      frame.src = url.replace('/events', '/')
      document.body.append(frame)
      await new Promise((resolve) => frame.addEventListener('load', resolve))
      const framed = frame.contentDocument === null ? 'out of reach' : 'read'
      return { cors: await read({}), plain: await read({ mode: 'no-cors' }), framed }
    }, target)
    expect(tried).toEqual({ cors: 'refused', plain: 'refused', framed: 'out of reach' })
  })

  it('is not for a name that was made to point here', async () => {
    const { address } = await served(richSession(Date.now()))
    const { port, search } = new URL(address)
    const rebound = await chromium.launch({
      executablePath: process.env.BR_E2E_CHROME ?? '/usr/bin/chromium',
      args: [
        '--host-resolver-rules=MAP evil.test 127.0.0.1',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    })
    open.push(() => rebound.close())
    const page = await rebound.newPage()
    const answer = await page.goto(`http://evil.test:${port}/${search}`)
    expect(answer?.status()).toBe(403)
  })

  it('takes the connection up again when it was lost', async () => {
    const { address, change } = await served(richSession(Date.now()))
    const { page, context } = await opened(address)
    await context.setOffline(true)
    change((session) => sessionAfter(session, noticed('unseen')))
    await context.setOffline(false)
    change((session) => ({ ...session, decisions: [{ at: 1, by: 'you', text: 'After the gap' }] }))
    await page.getByText('After the gap').waitFor()
  })

  it('can be walked through with the keyboard alone', async () => {
    const { address } = await served(richSession(Date.now()))
    const { page } = await opened(address)
    const walked: string[] = []
    for (let left = 80; left > 0; left -= 1) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement
        const { outlineStyle } = getComputedStyle(element)
        return {
          name: element.tagName,
          text: element.innerText.slice(0, 30),
          isSeen: outlineStyle !== 'none',
        }
      })
      if (at.name === 'BODY') break
      expect(at).toMatchObject({ isSeen: true })
      walked.push(`${at.name} ${at.text}`)
    }
    expect(walked[0]).toContain('To the streams')
    const wanted = await page.locator('a, summary, [tabindex="0"]').count()
    expect(walked.length).toBe(wanted)
    await page.locator('.landing summary').first().focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('.landing').first().getAttribute('open')).not.toBeNull()
  })
})

describe.each([
  ['light', { width: 1280, height: 900 }],
  ['dark', { width: 1280, height: 900 }],
  ['light', PHONE],
  ['dark', PHONE],
] as const)('in %s at %o', (colorScheme, viewport) => {
  it('has no serious fault, and nothing sticks out', async () => {
    const { address } = await served(richSession(Date.now()))
    const { page } = await opened(address, {
      colorScheme,
      viewport,
      reducedMotion: 'reduce',
      bypassCSP: true,
    })
    for (const summary of await page.locator('summary').all()) await summary.click()
    await page.evaluate(() => window.scrollTo(0, 0))
    await page.screenshot({ path: join(ARTEFACTS, `${colorScheme}-${viewport.width}.png`), fullPage: true })
    await page.addScriptTag({ content: axe.source })
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }),
    )
    expect(
      violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        at: nodes.map(({ html }) => html).slice(0, 3),
      })),
    ).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      viewport.width,
    )
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)).toBe('auto')
  })
})

/** How many of the frames that were due did not come, of 1, and how many tasks took more than 50 ms. */
async function frames(
  page: Page,
  work: () => Promise<unknown>,
): Promise<{ missed: number; longTasks: number }> {
  await page.evaluate(() => {
    const seen = { gaps: [] as number[], longTasks: 0, isOn: true }
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      seen.longTasks += list.getEntries().length
    }).observe({ entryTypes: ['longtask'] })
    let last = performance.now()
    const frame = (now: number) => {
      seen.gaps.push(now - last)
      last = now
      if (seen.isOn) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  await work()
  return page.evaluate(() => {
    const { seen } = window as unknown as { seen: { gaps: number[]; longTasks: number; isOn: boolean } }
    seen.isOn = false
    const due = seen.gaps.reduce((sum, gap) => sum + Math.max(1, Math.round(gap / (1000 / 60))), 0)
    return { missed: Math.round((1 - seen.gaps.length / due) * 1000) / 1000, longTasks: seen.longTasks }
  })
}
