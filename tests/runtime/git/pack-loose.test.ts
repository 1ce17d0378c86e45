import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packLoose } from '../../../source/runtime/git/pack-loose.ts'
import { failure, makeRepo, value } from '../../helpers/repo.ts'

const clone = () => {
  const repo = makeRepo()
  for (let number = 0; number < 10; number += 1)
    repo.commit({ 'a.txt': `${'a line\n'.repeat(500)}${number}\n` }, `${number}`)
  // Commits that nothing leads to any more: a session may name them.
  const lost = repo.git('rev-parse', 'HEAD')
  repo.git('reset', '--quiet', '--hard', 'HEAD~3')
  repo.git('reflog', 'expire', '--expire=now', '--all')
  const path = join(repo.root, '.git')
  const loose = () => Number(/^count: (\d+)$/m.exec(repo.git('count-objects', '-v'))?.[1] ?? Number.NaN)
  return { repo, path, lost, loose }
}

test('too many loose objects are packed, also those that nothing leads to, and none is lost', async () => {
  const { repo, path, lost, loose } = clone()
  const before = repo.git('cat-file', '--batch-all-objects', '--batch-check', '--unordered')
  const count = loose()
  expect(count).toBeGreaterThan(30)
  expect(value(await packLoose(path))).toBe(0)
  expect(loose()).toBe(count)
  expect(value(await packLoose(path, { most: 30 }))).toBe(count)
  expect(loose()).toBe(0)
  const sorted = (text: string) => text.split('\n').sort()
  expect(sorted(repo.git('cat-file', '--batch-all-objects', '--batch-check', '--unordered'))).toEqual(
    sorted(before),
  )
  expect(repo.git('show', `${lost}:a.txt`)).toMatch(/9$/)
  expect(repo.git('fsck', '--full')).not.toMatch(/missing|corrupt|broken/)
  // There is nothing left to pack.
  expect(value(await packLoose(path, { most: 0 }))).toBe(0)
})

test('one that was cut short has lost nothing, and what it left of a pack goes a day later', async () => {
  const { repo, path, loose } = clone()
  const count = loose()
  const stopped = AbortSignal.abort()
  failure(await packLoose(path, { most: 0, stopped }))
  expect(loose()).toBe(count)
  const packs = join(path, 'objects', 'pack')
  for (const name of ['tmp_pack_old', 'tmp_pack_now']) writeFileSync(join(packs, name), 'x')
  utimesSync(join(packs, 'tmp_pack_old'), 1000, 1000)
  value(await packLoose(path, { most: 0 }))
  expect(readdirSync(packs).filter((name) => name.startsWith('tmp_'))).toEqual(['tmp_pack_now'])
  expect(repo.git('status', '--porcelain')).toBe('')
})
