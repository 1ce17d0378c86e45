import { expect, test } from 'vitest'
import { asking } from '../../source/engine/on-permission.ts'
import { streamStatus } from '../../source/engine/stream-status.ts'
import { installed } from './installed.ts'
import { endingOf, openBuild } from './open-build.ts'
import type { Move } from './stub/move.ts'

const writes = (path: string): Move[] => [{ write: { path, text: 'one\n' } }, { say: 'Done.' }]
const REPORT = `printf '{"status":"blocked","needs":"the schema","note":""}' > "$BR_STATUS_FILE"`

const isHere = installed('claude', 'codex')

test.skipIf(!isHere)(
  'six streams of a build: what is finished lands, and of each other one it is known why not',
  async () => {
    const build = await openBuild({
      Alpha: { agent: 'claude', moves: writes('alpha.txt') },
      Beta: { agent: 'codex', moves: writes('beta.txt') },
      Gamma: { agent: 'claude', moves: [{ run: 'echo one > gamma.txt' }, { say: 'Done.' }] },
      Delta: { agent: 'codex', moves: [{ run: REPORT }, { say: 'I need the schema.' }] },
      Epsilon: { agent: 'claude', moves: [{ limited: 3600 }] },
      Zeta: { agent: 'codex', moves: [{ silent: true }] },
    })
    const asks = (stream: string) => asking(build.session()).find((each) => each.stream === stream)
    const isDone = (stream: string) => endingOf(build.session(), stream)?.kind === 'done'

    expect(await build.send('continue all')).toMatchObject({ exit: 0 })
    await build.until('both questions', () => asks('alpha') !== undefined && asks('gamma') !== undefined)
    expect(asks('alpha')?.ask.title).toBe('edit alpha.txt +1 -0')
    expect(asks('gamma')?.ask.title).toBe('execute echo one > gamma.txt')
    expect((await build.send('approve alpha')).out).toContain('Allowed: edit alpha.txt')
    expect((await build.send('approve gamma')).out).toContain('Allowed: execute echo one > gamma.txt')

    await build.until('that zeta is asked of the model', () => build.asked('Zeta') > 0)
    expect(await build.send('cancel zeta')).toMatchObject({ exit: 0 })
    await build.until('every end', () => ALL.every((stream) => endingOf(build.session(), stream) !== null))
    expect(LANDS.map(isDone)).toEqual([true, true, true])
    expect(endingOf(build.session(), 'delta')).toMatchObject({ kind: 'blocked' })
    expect(streamStatus(build.session(), 'delta').why).toContain('the schema')
    expect(endingOf(build.session(), 'epsilon')).toMatchObject({
      kind: 'blocked',
      detail: expect.stringContaining('takes no more requests'),
    })
    expect(endingOf(build.session(), 'zeta')).toMatchObject({ kind: 'cancelled' })

    expect(await build.send('checkpoint')).toMatchObject({ exit: 0 })
    const { slug } = build.session()
    const landed = build.repo.git('ls-tree', '--name-only', `br/${slug}/integration`).split('\n')
    expect(landed.filter((name) => name.endsWith('.txt'))).toEqual(LANDS.map((stream) => `${stream}.txt`))
    expect(await build.stop()).toEqual([])
    expect(build.strayed).toEqual([])
  },
)

const LANDS = ['alpha', 'beta', 'gamma']
const ALL = [...LANDS, 'delta', 'epsilon', 'zeta']
