import { describe, expect, test } from 'vitest'
import { asking } from '../../source/engine/on-permission.ts'
import { streamStatus } from '../../source/engine/stream-status.ts'
import { spentOf } from '../../source/routing/spent.ts'
import { installed, known } from './installed.ts'
import { endingOf, openBuild } from './open-build.ts'
import type { Move } from './stub/move.ts'

/** What they ask for whatever they are told, and do without: opencode wants a package for plugins. */
const OWN_WAYS: Record<string, RegExp> = { opencode: /^CONNECT registry\./ }

describe.each(known)('%s', (agent) => {
  const only = test.skipIf(!installed(agent))

  only('writes a file, which lands, and goes without a trace', async () => {
    const moves: Move[] = [{ write: { path: 'alpha.txt', text: 'one\n' } }, { say: 'Done.' }]
    const build = await openBuild({ Alpha: { agent, moves } })
    await build.send('continue')
    await build.until('it to ask or to end', (now) => asking(now).length > 0 || endingOf(now) !== null)
    if (endingOf(build.session()) === null) expect(await build.send('approve')).toMatchObject({ exit: 0 })
    await build.until('its end', (now) => endingOf(now) !== null)
    expect(endingOf(build.session())).toMatchObject({ kind: 'done' })
    expect(await build.send('checkpoint')).toMatchObject({ exit: 0 })
    expect(build.repo.git('show', `br/${build.session().slug}/integration:alpha.txt`)).toBe('one')
    expect(await build.stop()).toEqual([])
    expect(build.strayed.filter((line) => !OWN_WAYS[agent]?.test(line))).toEqual([])
  })

  only('works with the model that was chosen for it, and tells what it used', async () => {
    const moves: Move[] = [{ write: { path: 'alpha.txt', text: 'one\n' } }, { say: 'Done.' }]
    const build = await openBuild({ Alpha: { agent, moves } })
    await build.send('continue')
    await build.until('it to ask or to end', (now) => asking(now).length > 0 || endingOf(now) !== null)
    if (endingOf(build.session()) === null) await build.send('approve')
    await build.until('its end', (now) => endingOf(now) !== null)
    const attempt = build.session().streams.alpha?.batches[0]?.attempts.at(-1)
    const chosen = attempt?.routed?.model ?? null
    if (chosen !== null) expect(build.models('Alpha')).toEqual([chosen])
    const [spent, ...others] = spentOf(build.session().usage)
    expect([others, spent?.model ?? null]).toEqual([[], chosen])
    expect(spent?.tokens.out).toBeGreaterThan(0)
    // Told in dollars, or priced by what the model costs; of a model that it chose itself only it can tell.
    expect(spent?.usd).toBeGreaterThan(0)
    expect(await build.stop()).toEqual([])
  })

  // Gemini CLI was offered no tools of br-tui: it takes none from a client in a folder that it does not trust.
  test.skipIf(!installed(agent) || agent === 'gemini')(
    'reports through a tool of br-tui that it is blocked',
    async () => {
      const moves: Move[] = [{ tool: 'report_blocked', input: { needs: 'the schema' } }, { say: 'I wait.' }]
      const build = await openBuild({ Alpha: { agent, moves } })
      await build.send('continue')
      await build.until('it to ask or to end', (now) => asking(now).length > 0 || endingOf(now) !== null)
      if (endingOf(build.session()) === null) expect(await build.send('approve')).toMatchObject({ exit: 0 })
      await build.until('its end', (now) => endingOf(now) !== null)
      expect(endingOf(build.session())).toMatchObject({ kind: 'blocked' })
      expect(streamStatus(build.session(), 'alpha').why).toContain('the schema')
      expect(await build.stop()).toEqual([])
    },
  )

  only('whose key is refused says so', async () => {
    const build = await openBuild({ Alpha: { agent, moves: [{ fails: 401 }] } })
    await build.send('continue')
    await build.until('its end', (now) => endingOf(now) !== null)
    expect(endingOf(build.session())).toMatchObject({
      kind: 'blocked',
      detail: expect.stringMatching(/not logged in, or its key/),
    })
    expect(await build.stop()).toEqual([])
  })

  // opencode says nothing while it waits.
  test.skipIf(!installed(agent) || agent === 'opencode')(
    'whose provider takes no more requests says so',
    async () => {
      const build = await openBuild({ Alpha: { agent, moves: [{ limited: 3600 }] } })
      await build.send('continue')
      await build.until('its end', (now) => endingOf(now) !== null)
      expect(endingOf(build.session())).toMatchObject({
        kind: 'blocked',
        detail: expect.stringMatching(/takes no more requests/),
      })
      expect(await build.stop()).toEqual([])
    },
  )

  only('whose provider fails has done nothing, and says that', async () => {
    const build = await openBuild({ Alpha: { agent, moves: [{ fails: 400 }] } })
    await build.send('continue')
    await build.until('its end', (now) => endingOf(now) !== null)
    expect(endingOf(build.session())).toMatchObject({ kind: 'failed' })
    expect(await build.stop()).toEqual([])
  })
})
