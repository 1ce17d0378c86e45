import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makePlaces, placesOf } from '../../source/runtime/places.ts'
import { failure, freshPath, value } from '../helpers/repo.ts'

const commonDir = '/somewhere/My Project/.git'

test('every repository and every state folder has places of its own, outside of the repository', () => {
  const home = freshPath('home')
  const one = placesOf({ env: { BR_HOME: home }, commonDir })
  expect(one.folder.startsWith(join(home, 'repos', 'My-Project-'))).toBe(true)
  expect(placesOf({ env: { BR_HOME: home }, commonDir: '/elsewhere/My Project/.git' }).folder).not.toBe(
    one.folder,
  )
  expect(placesOf({ env: { BR_HOME: `${home}2` }, commonDir }).socket).not.toBe(one.socket)
})

test('without BR_HOME the state lies where the platform keeps it', () => {
  const state = placesOf({ env: { HOME: '/home/ada', XDG_STATE_HOME: '/home/ada/state' }, commonDir }).home
  const plain = placesOf({ env: { HOME: '/home/ada' }, commonDir }).home
  const isMac = process.platform === 'darwin'
  expect(state).toBe(isMac ? '/home/ada/Library/Application Support/br-tui' : '/home/ada/state/br-tui')
  expect(plain).toBe(isMac ? state : '/home/ada/.local/state/br-tui')
})

test('a socket path always fits, whatever the repository and the runtime folder are called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 }), (name, run) => {
      const env = { XDG_RUNTIME_DIR: `/run/${name}` }
      const { socket, workerSocket, folder } = placesOf({ env, commonDir: `/r/${name}/.git` })
      for (const path of [socket, workerSocket(run)]) expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103)
      expect(basename(folder)).toMatch(/^[A-Za-z0-9._-]+$/)
    }),
  )
})

test('the folders are made for their owner only', async () => {
  const runtime = freshPath('r')
  mkdirSync(runtime)
  const short = { XDG_RUNTIME_DIR: runtime.length < 50 ? runtime : '/tmp' }
  const places = placesOf({ env: { BR_HOME: freshPath('home'), ...short }, commonDir })
  value(await makePlaces(places))
  for (const folder of [places.folder, places.workspaces, places.runs, dirname(places.socket)])
    expect(statSync(folder).mode & 0o077).toBe(0)
})

test('a socket folder that others can use, or that is a link, is refused', async () => {
  const runtime = freshPath('r')
  expect(runtime.length).toBeLessThan(50)
  const folder = join(runtime, 'br-tui')
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o777)
  const places = placesOf({ env: { BR_HOME: freshPath('home'), XDG_RUNTIME_DIR: runtime }, commonDir })
  expect(failure(await makePlaces(places)).message).toBe(`${folder} is not a folder that only you can use.`)
  const other = freshPath('r')
  mkdirSync(other)
  symlinkSync(runtime, join(other, 'br-tui'))
  const linked = placesOf({ env: { BR_HOME: freshPath('home'), XDG_RUNTIME_DIR: other }, commonDir })
  expect((await makePlaces(linked)).ok).toBe(false)
})

test('a state folder that cannot be made says where and what to do', async () => {
  const home = freshPath('home')
  writeFileSync(home, 'a file')
  const { message, mend } = failure(await makePlaces(placesOf({ env: { BR_HOME: home }, commonDir })))
  expect(message).toContain(`br-tui cannot keep its state under ${home}: `)
  expect(mend).toBe('Set BR_HOME to a folder of yours that can be written.')
})
