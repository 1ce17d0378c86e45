import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { learn, replay } from '../../../source/runtime/conflicts/rerere.ts'
import { at, freshPath, makeRepo } from '../../helpers/repo.ts'
import { lines } from '../git/setup.ts'

const conflict = {
  base: lines('a'),
  ours: lines('a', { 5: 'ours' }),
  theirs: lines('a', { 5: 'theirs' }),
}
const answer = lines('a', { 5: 'both' })

function bareRepo(): string {
  const land = freshPath('land.git')
  makeRepo().git('clone', '--quiet', '--bare', '.', land)
  return land
}

test('an answer is given again, with the sides changed and the rest of the file another', async () => {
  const land = bareRepo()
  expect(await replay(land, conflict)).toBe(null)
  await learn(land, conflict, answer)
  expect(await replay(land, conflict)).toBe(answer)
  expect(await replay(land, { ...conflict, ours: conflict.theirs, theirs: conflict.ours })).toBe(answer)
  const edited = (text: string) => text.replace('a 1\n', 'another first line\n')
  const moved = { base: edited(conflict.base), ours: edited(conflict.ours), theirs: edited(conflict.theirs) }
  expect(await replay(land, moved)).toBe(edited(answer))
  expect(await replay(land, { ...conflict, ours: lines('a', { 5: 'otherwise' }) })).toBe(null)
  expect(at(land).git('for-each-ref')).toBe(at(land).git('for-each-ref', 'refs/heads'))
})

test('a newer answer takes the place of an earlier one', async () => {
  const land = bareRepo()
  await learn(land, conflict, answer)
  await learn(land, conflict, conflict.theirs)
  expect(await replay(land, conflict)).toBe(conflict.theirs)
})

test('what a killed one left is removed, locks of other gits do not matter, and bytes stay what they are', async () => {
  const land = bareRepo()
  const raw = (text: string) => text.replace('a 9', 'caf\u00e9 \u00ff')
  const bytes = { base: raw(conflict.base), ours: raw(conflict.ours), theirs: raw(conflict.theirs) }
  writeFileSync(join(land, 'MERGE_RR.lock'), '')
  await learn(land, bytes, raw(answer))
  const [id] = readdirSync(join(land, 'rr-cache'))
  mkdirSync(join(land, 'rr-cache', `${id}.new`))
  await learn(land, bytes, raw(conflict.ours))
  expect(await replay(land, bytes)).toBe(raw(conflict.ours))
  expect(readdirSync(join(land, 'rr-cache'))).toEqual([id])
})
