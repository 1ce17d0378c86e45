import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Settings } from '../../source/model/config.ts'
import type { Runtime } from '../../source/runtime/context.ts'
import { equip } from '../../source/runtime/equip.ts'
import { makePlaces, placesOf } from '../../source/runtime/places.ts'
import { at, failure, freshPath, value } from '../helpers/repo.ts'
import { sessionOf } from '../helpers/session.ts'

/** A person's checkout, fresh worktrees beside it, and the settings that say how those are made ready. */
async function place(settings: Partial<Settings>, files: Record<string, string> = {}) {
  const root = freshPath('checkout')
  mkdirSync(root)
  at(root).write(files)
  const places = placesOf({ env: { BR_HOME: freshPath('home') }, commonDir: join(root, '.git') })
  value(await makePlaces(places))
  const session = sessionOf([{ alpha: {} }], {
    timeouts: { setup: 20, batch: 1, tests: 1, silent: 1, snapshot: 180 },
    ...settings,
  })
  const runtime = { places, root, session: () => session, stopped: new AbortController().signal } as Runtime
  const worktree = (name: string, contents: Record<string, string> = {}) => {
    const path = join(places.workspaces, name)
    mkdirSync(path, { recursive: true })
    at(path).write(contents)
    return { path, name }
  }
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null)
  return { root, places, runtime, worktree, read }
}

test('ignored files are copied once, before setup runs; what cannot be copied is said', async () => {
  const { root, runtime, worktree, read } = await place(
    {
      copy: ['.env', 'config', 'none.txt', '../outside', '..', '.'],
      setup: ['cat .env config/a.json > seen'],
    },
    { '.env': 'A=1\n', 'config/a.json': '{}\n' },
  )
  const here = worktree('alpha', { 'config/b.json': 'its own\n' })
  expect(value(await equip(runtime, here))).toEqual([
    'none.txt is not in your checkout, so it was not copied.',
    '../outside is outside of the repository and was not copied.',
    '.. is outside of the repository and was not copied.',
    '. is outside of the repository and was not copied.',
  ])
  expect(read(join(here.path, 'seen'))).toBe('A=1\n{}\n')
  expect(read(join(here.path, 'config/b.json'))).toBe('its own\n')
  at(root).write({ '.env': 'A=2\n' })
  expect(value(await equip(runtime, here))).toEqual([])
  expect(read(join(here.path, '.env'))).toBe('A=1\n')
})

test('a file that the worktree has of its own is not written over', async () => {
  const { runtime, worktree, read } = await place({ copy: ['settings.json'] }, { 'settings.json': 'yours\n' })
  const here = worktree('alpha', { 'settings.json': 'committed\n' })
  value(await equip(runtime, here))
  expect(read(join(here.path, 'settings.json'))).toBe('committed\n')
})

test('setup runs once in a worktree, again where it is made anew, and not at all after a failure before it', async () => {
  const { runtime, worktree, places, read } = await place({
    setup: ['echo one >> log', 'test -e allowed', 'echo two >> log'],
  })
  const here = worktree('alpha')
  const { message } = failure(await equip(runtime, here))
  expect(message).toMatch(/^Setting up failed: 'test -e allowed' ended with exit 1\. Its log: /)
  expect(read(join(here.path, 'log'))).toBe('one\n')
  at(here.path).write({ allowed: '' })
  value(await equip(runtime, here))
  value(await equip(runtime, here))
  expect(read(join(here.path, 'log'))).toBe('one\none\ntwo\n')
  rmSync(here.path, { recursive: true })
  worktree('alpha', { allowed: '' })
  value(await equip(runtime, here))
  expect(read(join(here.path, 'log'))).toBe('one\ntwo\n')
  expect(existsSync(join(places.folder, 'equipped'))).toBe(true)
})

test('a setup that does not end is ended, and that is said', async () => {
  const { runtime, worktree } = await place({
    setup: ['sleep 300'],
    timeouts: { setup: 0.2, batch: 1, tests: 1, silent: 1, snapshot: 180 },
  })
  expect(failure(await equip(runtime, worktree('alpha'))).message).toContain(
    "'sleep 300' did not end in time",
  )
})

test('dependencies are installed once for a lock file, copied for the next worktree, and installed again when it changes', async () => {
  const counter = freshPath('installs')
  const command = `echo x >> ${counter}; mkdir -p node_modules/dep && cp lock node_modules/dep/index.js`
  const { runtime, worktree, read, places } = await place({ install: { command, lockFile: 'lock' } })
  const [one, two] = [worktree('one', { lock: 'v1' }), worktree('two', { lock: 'v1' })]
  value(await equip(runtime, one))
  const [kept = ''] = readdirSync(places.dependencies).map((name) => join(places.dependencies, name))
  utimesSync(kept, 1000, 1000)
  value(await equip(runtime, two))
  value(await equip(runtime, one))
  expect(read(counter)).toBe('x\n')
  // Its age says for how long nobody has wanted it.
  expect(Date.now() - statSync(kept).mtimeMs).toBeLessThan(3_600_000)
  expect(read(join(two.path, 'node_modules/dep/index.js'))).toBe('v1')
  // Copies, not links: one stream cannot write into another's.
  at(two.path).write({ 'node_modules/dep/index.js': 'broken', lock: 'v2' })
  expect(read(join(one.path, 'node_modules/dep/index.js'))).toBe('v1')
  value(await equip(runtime, two))
  expect([read(counter), read(join(two.path, 'node_modules/dep/index.js'))]).toEqual(['x\nx\n', 'v2'])
  at(two.path).write({ lock: 'v1' })
  value(await equip(runtime, two))
  expect([read(counter), read(join(two.path, 'node_modules/dep/index.js'))]).toEqual(['x\nx\n', 'v1'])
  const none = worktree('none')
  value(await equip(runtime, none))
  expect(existsSync(join(none.path, 'node_modules'))).toBe(false)
})

test('npm itself installs a local package, and the copy of it works', async () => {
  const { runtime, worktree } = await place({
    install: { command: 'npm ci --no-audit --no-fund --offline', lockFile: 'package-lock.json' },
  })
  const files = {
    'package.json': JSON.stringify({ name: 'app', version: '1.0.0', dependencies: { dep: 'file:dep' } }),
    'dep/package.json': JSON.stringify({ name: 'dep', version: '1.0.0', main: 'index.js' }),
    'dep/index.js': "module.exports = 'works'\n",
    'package-lock.json': JSON.stringify({
      ...{ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true },
      packages: {
        '': { name: 'app', version: '1.0.0', dependencies: { dep: 'file:dep' } },
        dep: { version: '1.0.0' },
        'node_modules/dep': { resolved: 'dep', link: true },
      },
    }),
  }
  for (const name of ['one', 'two']) {
    const here = worktree(name, files)
    value(await equip(runtime, here))
    expect(readFileSync(join(here.path, 'node_modules/dep/index.js'), 'utf8')).toContain('works')
  }
})
