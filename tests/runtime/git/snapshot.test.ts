import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { snapshot } from '../../../source/runtime/git/snapshot.ts'
import { at, failure, value } from '../../helpers/repo.ts'
import { setUp } from './setup.ts'

const ref = 'refs/br/snapshot/a'
const take = async ({ workspace }: Awaited<ReturnType<typeof setUp>>) =>
  value(await snapshot({ clone: workspace.clone, path: workspace.path, ref, message: 'kept' }))

test('holds changed, deleted and untracked files, not ignored ones, and leaves the workspace as it was', async () => {
  const here = await setUp({ 'a.txt': 'a\n', 'b.txt': 'b\n', '.gitignore': 'ignored/\n' })
  const { inside, base } = here
  const odd = ['-rf', 'with space', '🚀.txt', 'new\nline', ':(glob)**']
  inside.write({ 'a.txt': 'changed\n', 'staged.txt': 's\n', 'ignored/x': 'x' })
  inside.write(Object.fromEntries(odd.map((name) => [name, 'odd\n'])))
  inside.git('add', 'staged.txt')
  rmSync(join(inside.root, 'b.txt'))
  const status = inside.git('status', '--porcelain', '-z')

  const commit = await take(here)
  const names = inside.git('ls-tree', '-r', '-z', '--name-only', commit!).split('\0').filter(Boolean)
  expect(names.sort()).toEqual(['.gitignore', 'a.txt', 'staged.txt', ...odd].sort())
  expect(inside.git('show', `${commit}:a.txt`)).toBe('changed')
  expect(inside.git('rev-parse', ref, `${ref}^`)).toBe(`${commit}\n${base}`)
  expect(inside.git('status', '--porcelain', '-z')).toBe(status)
  expect(inside.git('rev-parse', 'HEAD')).toBe(base)
})

test('is null when nothing is uncommitted, and needs no index', async () => {
  const here = await setUp()
  expect(await take(here)).toBeNull()
  rmSync(join(here.inside.git('rev-parse', '--absolute-git-dir'), 'index'))
  expect(await take(here)).toBeNull()
})

test('passes over nested repositories, even an empty one', async () => {
  const here = await setUp()
  const nested = at(join(here.inside.root, 'nested'))
  mkdirSync(nested.root)
  nested.git('init', '--quiet')
  here.inside.write({ 'new.txt': 'x' })
  const commit = await take(here)
  expect(here.inside.git('diff', '--name-only', 'HEAD', commit!)).toBe('new.txt')
})

test('follows a folder that became a link and a file that became a folder', async () => {
  const here = await setUp({ 'folder/x': 'x', 'other/x': 'other', file: 'f' })
  const { inside } = here
  rmSync(join(inside.root, 'folder'), { recursive: true })
  symlinkSync('other', join(inside.root, 'folder'))
  rmSync(join(inside.root, 'file'))
  inside.write({ 'file/inner': 'i' })
  const commit = await take(here)
  expect(inside.git('ls-tree', '-r', '--name-only', commit!)).toBe('file/inner\nfolder\nother/x')
  expect(inside.git('ls-tree', commit!, 'folder')).toMatch(/^120000 /)
})

test('is taken while a lock is held and in the middle of a conflict', async () => {
  const here = await setUp()
  const { inside, base } = here
  inside.commit({ 'a.txt': 'ours\n' })
  inside.git('checkout', '--quiet', '-b', 'theirs', base)
  inside.commit({ 'a.txt': 'theirs\n' })
  inside.git('checkout', '--quiet', here.workspace.branch)
  expect(() => inside.git('merge', 'theirs')).toThrow()
  writeFileSync(join(inside.git('rev-parse', '--absolute-git-dir'), 'index.lock'), '')
  const commit = await take(here)
  expect(inside.git('show', `${commit}:a.txt`)).toBe(
    readFileSync(join(inside.root, 'a.txt'), 'utf8').trimEnd(),
  )
})

test('does not run a filter that a worker put into the configuration', async () => {
  const here = await setUp()
  const { inside } = here
  const ran = join(inside.root, 'ran')
  inside.git('config', 'filter.evil.clean', `touch '${ran}'`)
  inside.write({ '.gitattributes': '* filter=evil\n' })
  const commit = await take(here)
  expect(inside.git('ls-tree', '-r', '--name-only', commit!)).not.toContain('ran')
})

test('says so when the folder is no workspace', async () => {
  const { workspace, user } = await setUp()
  const result = await snapshot({ clone: workspace.clone, path: user.root, ref, message: 'x' })
  expect(failure(result).message).toMatch(/is no workspace/)
})
