import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { launchWorker, type WaitingWorker } from '../../../source/runtime/worker/launch-worker.ts'
import { runPaths } from '../../../source/runtime/worker/run-paths.ts'
import { keepSpareWorkers, type SpareWorkers } from '../../../source/runtime/worker/spare-workers.ts'
import { agent, attach, endOf, makeRun, program } from './worker-rig.ts'

let kept: SpareWorkers | null = null
afterEach(() => kept?.close())

function keep(argv = program): { spares: SpareWorkers; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'br-spares-'))
  kept = keepSpareWorkers({ program: argv, folder })
  return { spares: kept, folder }
}

const taken = (spares: SpareWorkers): Promise<WaitingWorker> =>
  vi.waitUntil(() => spares.take(), { timeout: 10_000 })

const ended = ({ child }: WaitingWorker) => new Promise((resolve) => child.once('exit', resolve))

describe('a spare worker', () => {
  test('takes a run, and works on it as one that was started for it', async () => {
    const { spares } = keep()
    expect(spares.take()).toBeNull()
    spares.keep(1, true)
    const spare = await taken(spares)
    const run = await makeRun(agent('say.mjs', '0'))
    const launched = await launchWorker({ dir: run.dir, program: ['/not/used'], spare })
    if (!launched.ok) throw new Error(launched.error.message)
    expect(launched.value.pid).toBe(spare.child.pid)
    expect(await endOf(run, await attach(run, launched.value))).toMatchObject({ kind: 'exited', exit: 0 })
    expect(existsSync(runPaths(run.dir).errors)).toBe(true)
    expect(existsSync(spare.errors)).toBe(false)
  })

  test('ends when nobody needs it any more, and leaves nothing behind', async () => {
    const { spares, folder } = keep()
    spares.keep(1, true)
    const spare = await taken(spares)
    const end = ended(spare)
    spare.child.stdin?.end()
    expect(await end).toBe(0)
    spares.keep(1, true)
    await vi.waitUntil(() => readdirSync(folder).length === 2, { timeout: 10_000 })
    spares.keep(0, true)
    await vi.waitUntil(() => readdirSync(folder).length === 1, { timeout: 10_000 })
  })

  test('may be taken after nobody wanted one any more', async () => {
    const { spares } = keep()
    spares.keep(1, false)
    const taken = await vi.waitUntil(() => spares.take(), { timeout: 10_000 })
    spares.keep(1, false)
    await delay(0)
    spares.keep(0, true)
    expect(() => spares.take()).not.toThrow()
    await delay(700)
    taken.child.stdin?.end()
    expect(spares.take()).toBeNull()
  })

  test('that dies is not given out, and its run is started the usual way', async () => {
    const { spares } = keep(['/no/such/node'])
    spares.keep(2, true)
    await delay(700)
    expect(spares.take()).toBeNull()
  })
})
