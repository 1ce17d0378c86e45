import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sizeOf, sizesOf } from '../../source/runtime/sizes.ts'
import { freshPath } from '../helpers/repo.ts'

test('folders are measured with all that is in them, also many of them; what is not there has no size', async () => {
  const folder = freshPath('sizes')
  const paths = Array.from({ length: 620 }, (_, index) => join(folder, `folder ${index}`))
  for (const path of paths) mkdirSync(join(path, 'deep'), { recursive: true })
  writeFileSync(join(paths[0] ?? '', 'deep', 'file'), Buffer.alloc(3_000_000, 'x'))
  writeFileSync(join(paths[600] ?? '', '-k'), Buffer.alloc(1_000_000, 'x'))
  const sizes = await sizesOf([...paths, join(folder, 'none')])
  expect(sizes.size).toBe(620)
  expect(sizes.get(paths[0] ?? '')).toBeGreaterThan(2_900_000)
  expect(sizes.get(paths[600] ?? '')).toBeGreaterThan(900_000)
  expect(sizes.get(paths[1] ?? '')).toBeLessThan(100_000)
  expect(await sizeOf(join(folder, 'none'))).toBe(0)
  expect(await sizeOf(paths[0] ?? '', paths[600] ?? '')).toBeGreaterThan(3_900_000)
})
