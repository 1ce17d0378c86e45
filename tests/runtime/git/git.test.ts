import { afterEach, expect, test } from 'vitest'
import { git } from '../../../source/runtime/git/git.ts'
import { failure, freshPath, makeRepo, value } from '../../helpers/repo.ts'

const repo = makeRepo()

afterEach(() => {
  for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_AUTHOR_NAME']) delete process.env[name]
})

test('an inherited GIT_DIR, index or author does not reach git', async () => {
  process.env.GIT_DIR = '/nowhere'
  process.env.GIT_INDEX_FILE = '/nowhere/index'
  process.env.GIT_AUTHOR_NAME = 'Mallory'
  expect(value(await git(repo.root, ['rev-parse', '--is-inside-work-tree'])).stdout).toBe('true\n')
  expect(value(await git(repo.root, ['var', 'GIT_AUTHOR_IDENT'])).stdout).toMatch(/^Ada Tester /)
})

test('hooks and the fsmonitor of the repository are not run', async () => {
  const target = makeRepo()
  target.write({ '.git/hooks/reference-transaction': `#!/bin/sh\ntouch '${target.root}/ran'\n` })
  target.git('config', 'core.fsmonitor', `touch '${target.root}/ran'`)
  const { chmodSync, existsSync } = await import('node:fs')
  chmodSync(`${target.root}/.git/hooks/reference-transaction`, 0o755)
  value(await git(target.root, ['update-ref', 'refs/heads/x', 'HEAD']))
  value(await git(target.root, ['status']))
  expect(existsSync(`${target.root}/ran`)).toBe(false)
})

test('an exit that is an answer is no failure', async () => {
  expect(value(await git(repo.root, ['diff', '--quiet', 'HEAD'], { okExits: [0, 1] })).exit).toBe(0)
  repo.write({ 'README.md': 'changed\n' })
  expect(value(await git(repo.root, ['diff', '--quiet', 'HEAD'], { okExits: [0, 1] })).exit).toBe(1)
})

test('a failure says in one sentence what git said first', async () => {
  const error = failure(await git(repo.root, ['rev-parse', 'no-such-ref', '--']))
  expect(error.message).toMatch(/^git rev-parse failed: bad revision 'no-such-ref'$/)
  expect(error.exit).toBe(128)
})

test('a folder that is no repository is not taken for a part of one above it', async () => {
  repo.write({ 'inner/file': 'x' })
  expect(failure(await git(`${repo.root}/inner`, ['rev-parse', '--git-dir'])).stderr).toContain(
    'not a git repository',
  )
})

test('a missing folder and a missing git are told apart', async () => {
  expect(failure(await git(freshPath('gone'), ['version'])).message).toMatch(/does not exist/)
  const path = process.env.PATH
  process.env.PATH = '/nowhere'
  try {
    expect(failure(await git(repo.root, ['version'])).message).toBe('git was not found on the PATH.')
  } finally {
    process.env.PATH = path
  }
})

test('bytes that are not UTF-8 come through unchanged', async () => {
  const input = 'caf\xe9\0\xff'
  const blob = value(
    await git(repo.root, ['hash-object', '-w', '--stdin'], { input, encoding: 'latin1' }),
  ).stdout.trim()
  expect(value(await git(repo.root, ['cat-file', 'blob', blob], { encoding: 'latin1' })).stdout).toBe(input)
})
