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

const view = (focus: string) => ({ focus, head: '', tail: '', history: [] })

test('the last of what was looked at is kept, for its owner only', () => {
  const where = places()
  const store = openViewStore(where)
  expect(store.read()).toBeNull()
  store.write(view('a'))
  store.write(view('b'))
  store.flush()
  expect(openViewStore(where).read()).toEqual(view('b'))
  expect(statSync(join(where.folder, 'view.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(where.folder)).toEqual(['view.json'])
})

test('is written soon by itself: a terminal may be closed without a word', async () => {
  const where = places()
  openViewStore(where).write(view('a'))
  await expect.poll(() => openViewStore(where).read(), { timeout: 5000 }).toEqual(view('a'))
})

test('a secret that was typed is masked, with the cursor before it, behind it and in it', () => {
  const where = places()
  const store = openViewStore(where)
  const secret = `${'gh'}p_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`
  for (const at of [0, 8, 20, 60]) {
    const line = `decide use ${secret}`
    store.write({ head: line.slice(0, at), tail: line.slice(at), history: ['status', line] })
    store.flush()
    expect(store.read()).toEqual({
      head: 'decide use ghp_…(github-token)',
      tail: '',
      history: ['status', 'decide use ghp_…(github-token)'],
    })
  }
})

test('what cannot be read or written is nothing to fail for', () => {
  const where = places()
  const store = openViewStore(where)
  store.write(view('a'))
  store.flush()
  writeFileSync(join(where.folder, 'view.json'), '{ half')
  expect(store.read()).toBeNull()
  chmodSync(where.folder, 0o500)
  store.write(view('b'))
  expect(() => store.flush()).not.toThrow()
  chmodSync(where.folder, 0o700)
})
