import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  effectiveHooks,
  hookStatus,
  installHooks,
  type Repository,
  uninstallHooks,
  writeHooks,
} from '../../../source/runtime/git/hooks.ts'
import { at, freshPath, makeRepo, type Repo, value } from '../../helpers/repo.ts'

/** A program in place of br-tui: it tells that it was asked, and says what it is told to. */
function looker(exit = 0) {
  const log = freshPath('asked')
  const path = freshPath('looker.sh')
  writeFileSync(path, `#!/bin/sh\necho "looked: $*" >> '${log}'\nexit ${exit}\n`, { mode: 0o755 })
  return { program: [path], path, asked: () => (existsSync(log) ? readFileSync(log, 'utf8') : '') }
}

const here = (repo: Repo): Repository => ({
  root: repo.root,
  commonDir: repo.git('rev-parse', '--path-format=absolute', '--git-common-dir'),
})

/** A hook of somebody's that tells that it ran. */
function own(repo: Repo, file: string): () => boolean {
  const ran = freshPath('ran')
  repo.write({ [file]: `#!/bin/sh\necho ran >> '${ran}'\n` })
  chmodSync(join(repo.root, file), 0o755)
  return () => existsSync(ran)
}

const allFiles = (repo: Repo) => repo.git('status', '--porcelain', '--ignored', '--untracked-files=all')

test('in a plain repository: before each commit it looks, and what it says decides', async () => {
  const repo = makeRepo()
  const { program, asked } = looker(3)
  expect(value(await hookStatus(here(repo))).state).toBe('not-installed')
  expect(value(await installHooks(here(repo), program))).toMatchObject({ state: 'installed', chained: null })
  expect(() => repo.commit({ 'a.txt': 'a\n' })).toThrow()
  expect(asked()).toBe('looked: hook run\n')
  expect(allFiles(repo)).toBe('A  a.txt')
  expect(value(await uninstallHooks(here(repo))).state).toBe('not-installed')
  repo.commit({})
  expect(asked()).toBe('looked: hook run\n')
})

test('a hook that was there before is kept and runs after ours, installed once or twice; then it is back', async () => {
  const repo = makeRepo()
  const ran = own(repo, '.git/hooks/pre-commit')
  const text = readFileSync(join(repo.root, '.git/hooks/pre-commit'), 'utf8')
  const { program, asked } = looker()
  await installHooks(here(repo), program)
  const status = value(await installHooks(here(repo), program))
  expect(status.chained).toMatch(/pre-commit\.before-br-tui$/)
  repo.commit({ 'a.txt': 'a\n' })
  expect([asked(), ran()]).toEqual(['looked: hook run\n', true])
  await uninstallHooks(here(repo))
  expect(readFileSync(join(repo.root, '.git/hooks/pre-commit'), 'utf8')).toBe(text)
})

test.each(['.githooks', '.husky/_'])(
  'where core.hooksPath is %s nothing is written into it, its hooks still run, also in worktrees',
  async (folder) => {
    const repo = makeRepo()
    repo.git('config', 'core.hooksPath', folder)
    const ran = own(repo, `${folder}/pre-commit`)
    const message = own(repo, `${folder}/commit-msg`)
    repo.commit({ '.gitkeep': '' })
    const before = allFiles(repo)
    const { program, asked } = looker()
    expect(value(await installHooks(here(repo), program))).toMatchObject({
      state: 'installed',
      chained: `${folder}/pre-commit`,
    })
    await installHooks(here(repo), program)
    expect(allFiles(repo)).toBe(before)
    const worktree = freshPath('tree')
    repo.git('worktree', 'add', '-q', '-b', 'other', worktree)
    at(worktree).commit({ 'a.txt': 'a\n' })
    expect([asked(), ran(), message()]).toEqual(['looked: hook run\n', true, true])

    await uninstallHooks(here(repo))
    expect(repo.git('config', '--get', 'core.hooksPath')).toBe(folder)
    expect(repo.git('config', '--get-regexp', '^core.hookspath$|^br-tui').split('\n')).toHaveLength(1)
    expect(existsSync(join(repo.root, '.git/br-tui/hooks'))).toBe(false)
  },
)

test('a setting for all repositories is left as it is, and holds again afterwards', async () => {
  const repo = makeRepo()
  const everywhere = freshPath('hooks')
  repo.git('config', '--global', 'core.hooksPath', everywhere)
  try {
    const { program, asked } = looker()
    await installHooks(here(repo), program)
    repo.commit({ 'a.txt': 'a\n' })
    expect(asked()).toBe('looked: hook run\n')
    await uninstallHooks(here(repo))
    expect(repo.git('config', '--get', 'core.hooksPath')).toBe(everywhere)
  } finally {
    repo.git('config', '--global', '--unset', 'core.hooksPath')
  }
})

test('a setting of one worktree: there it is put in front, elsewhere nothing changes', async () => {
  const repo = makeRepo()
  const path = freshPath('tree')
  repo.git('worktree', 'add', '-q', '-b', 'other', path)
  const tree = at(path)
  repo.git('config', 'extensions.worktreeConfig', 'true')
  tree.git('config', '--worktree', 'core.hooksPath', '/nowhere')
  const { program, asked } = looker()
  await installHooks(here(tree), program)
  tree.commit({ 'a.txt': 'a\n' })
  expect(asked()).toBe('looked: hook run\n')
  repo.commit({ 'b.txt': 'b\n' })
  expect(asked()).toBe('looked: hook run\n')
  await uninstallHooks(here(tree))
  expect(tree.git('config', '--get', 'core.hooksPath')).toBe('/nowhere')
})

test('another tool that sets core.hooksPath later bypasses it, and that is said', async () => {
  const repo = makeRepo()
  await installHooks(here(repo), looker().program)
  repo.git('config', 'core.hooksPath', '.husky/_')
  expect(value(await hookStatus(here(repo)))).toMatchObject({
    state: 'bypassed',
    detail: expect.stringMatching(/core\.hooksPath leads to \.husky\/_ now.*br-tui hook install/),
  })
})

test('a program that is gone lets no commit pass and says what to do', async () => {
  const repo = makeRepo()
  const { program, path } = looker()
  await installHooks(here(repo), program)
  rmSync(path)
  expect(() => repo.commit({ 'a.txt': 'a\n' })).toThrow(/not where it was .* nothing was looked at/)
})

test('hooks of a folder of ours, given to a worker by its environment, stand before those of the repository', async () => {
  const repo = makeRepo()
  const ran = own(repo, '.git/hooks/pre-commit')
  const folder = freshPath('hooks')
  const { program, asked } = looker()
  await writeHooks(folder, { program, previous: value(await effectiveHooks(here(repo))) })
  repo.git('-c', `core.hooksPath=${folder}`, 'commit', '-q', '--allow-empty', '-m', 'x')
  expect([asked(), ran()]).toEqual(['looked: hook run\n', true])
})
