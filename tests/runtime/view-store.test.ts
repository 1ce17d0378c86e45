import { chmodSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placesOf } from '../../source/runtime/places.ts'
import { openViewStore } from '../../source/runtime/view-store.ts'

const places = () => {
  const home = mkdtempSync(join(tmpdir(), 'br-view-'))
  return placesOf({ env: { BR_HOME: home }, commonDir: join(home, 'repo/.git') })
}

test('the last of what was looked at is kept, for its owner only', () => {
  const where = places()
  const store = openViewStore(where)
  expect(store.read()).toBeNull()
  store.write({ focus: 'a' })
  store.write({ focus: 'b' })
  store.flush()
  expect(openViewStore(where).read()).toEqual({ focus: 'b' })
  expect(statSync(join(where.folder, 'view.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(where.folder)).toEqual(['view.json'])
})

test('is written soon by itself: a terminal may be closed without a word', async () => {
  const where = places()
  openViewStore(where).write({ focus: 'a' })
  await expect.poll(() => openViewStore(where).read(), { timeout: 5000 }).toEqual({ focus: 'a' })
})

test('what cannot be read or written is nothing to fail for', () => {
  const where = places()
  const store = openViewStore(where)
  store.write({ focus: 'a' })
  store.flush()
  writeFileSync(join(where.folder, 'view.json'), '{ half')
  expect(store.read()).toBeNull()
  chmodSync(where.folder, 0o500)
  store.write({ focus: 'b' })
  expect(() => store.flush()).not.toThrow()
  chmodSync(where.folder, 0o700)
})
