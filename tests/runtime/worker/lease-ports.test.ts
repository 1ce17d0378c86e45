import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { leasePorts, PORTS_EACH } from '../../../source/runtime/worker/lease-ports.ts'
import { freshPath } from '../../helpers/repo.ts'

function workspaces(count: number): string[] {
  const root = freshPath('workspaces')
  return Array.from({ length: count }, (_, index) => {
    mkdirSync(join(root, String(index)), { recursive: true })
    return join(root, String(index))
  })
}

test('every workspace has ports of its own, also when many ask at once, and the same ones again', async () => {
  const folder = freshPath('ports')
  const all = workspaces(16)
  const leased = await Promise.all(all.map((each) => leasePorts(folder, each)))
  expect(new Set(leased).size).toBe(16)
  for (const base of leased) expect((base as number) % PORTS_EACH).toBe(0)
  expect(await Promise.all(all.map((each) => leasePorts(folder, each)))).toEqual(leased)
})

test('ports that somebody listens on are left alone', async () => {
  const [first = ''] = workspaces(1)
  const folder = freshPath('ports')
  const base = (await leasePorts(folder, first)) as number
  rmSync(folder, { recursive: true })
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(base + 3, '127.0.0.1', resolve))
  const other = await leasePorts(folder, first)
  await new Promise((resolve) => server.close(resolve))
  expect(other).not.toBe(base)
  expect(readdirSync(folder)).toEqual([String(other)])
})

test('ports of a workspace that is gone are free again, those of one that is there are not', async () => {
  const folder = freshPath('ports')
  const [mine = '', other = ''] = workspaces(2)
  const base = (await leasePorts(folder, mine)) as number
  const lease = join(folder, String(base))
  writeFileSync(lease, `${mine}-gone`)
  expect(await leasePorts(folder, mine)).toBe(base)
  expect(readFileSync(lease, 'utf8')).toBe(mine)
  writeFileSync(lease, other)
  expect(await leasePorts(folder, mine)).not.toBe(base)
  expect(readFileSync(lease, 'utf8')).toBe(other)
})
