import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { archive } from '../../../source/host/archive.ts'
import { LIMITS } from '../../../source/runtime/limits.ts'
import type { Places } from '../../../source/runtime/places.ts'
import { freshPath } from '../../helpers/repo.ts'
import { sessionOf } from '../../helpers/session.ts'

test('of the sessions that were put aside the newest are kept, and the one that is put aside now', async () => {
  const folder = freshPath('archive')
  mkdirSync(folder)
  for (let number = 0; number < LIMITS.archive.files + 5; number += 1) {
    writeFileSync(join(folder, `older-${number}.json`), '{}')
    utimesSync(join(folder, `older-${number}.json`), 1000 + number, 1000 + number)
  }
  const session = sessionOf([{ alpha: {} }])
  await archive({ archive: folder } as Places, session)
  const names = readdirSync(folder)
  expect(names).toHaveLength(LIMITS.archive.files)
  expect(names).toContain(`${session.slug}-${session.id}.json`)
  expect(names).not.toContain('older-5.json')
  expect(names).toContain('older-6.json')
})
