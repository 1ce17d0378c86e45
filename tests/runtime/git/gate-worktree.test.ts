import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { ensureLandClone } from '../../../source/runtime/git/clones.ts'
import { commitFiles } from '../../../source/runtime/git/compose.ts'
import { checkoutGate } from '../../../source/runtime/git/gate-worktree.ts'
import { at, failure, freshPath, makeRepo, type Repo, value } from '../../helpers/repo.ts'

let land: string
let path: string
let base: string
let next: string
let gate: Repo

beforeEach(async () => {
  const user = makeRepo({ files: { 'a.txt': 'a\n', '.gitignore': 'deps/\n' } })
  base = user.git('rev-parse', 'HEAD')
  land = freshPath('land.git')
  path = freshPath('gate')
  gate = at(path)
  value(await ensureLandClone({ source: user.root, path: land, base }))
  next = value(
    await commitFiles(land, { onto: base, files: [{ path: 'a.txt', content: 'next\n' }], message: 'next' }),
  )
  value(await checkoutGate({ land, path, commit: base }))
})

const goOn = async () => value(await checkoutGate({ land, path, commit: next }))
const read = () => readFileSync(join(path, 'a.txt'), 'utf8')

test('is at the commit, and brought to the next one with ignored files kept and the rest cleaned', async () => {
  expect([read(), gate.git('rev-parse', '--abbrev-ref', 'HEAD')]).toEqual(['a\n', 'HEAD'])
  gate.write({ 'a.txt': 'spoiled by a test\n', 'deps/cache': 'x', 'left/over': 'x' })
  await goOn()
  expect([read(), gate.git('rev-parse', 'HEAD'), gate.git('status', '--porcelain')]).toEqual([
    'next\n',
    next,
    '',
  ])
  expect([existsSync(join(path, 'deps/cache')), existsSync(join(path, 'left'))]).toEqual([true, false])
})

test('is made again when it was deleted or lost its index', async () => {
  rmSync(path, { recursive: true })
  await goOn()
  expect(read()).toBe('next\n')
  rmSync(join(gate.git('rev-parse', '--absolute-git-dir'), 'index'))
  await goOn()
  expect(gate.git('status', '--porcelain')).toBe('')
})

test('goes on after a git that was killed in it', async () => {
  const gitDir = gate.git('rev-parse', '--absolute-git-dir')
  writeFileSync(join(gitDir, 'index.lock'), '')
  writeFileSync(join(gitDir, 'locked'), 'initializing')
  await goOn()
  expect(read()).toBe('next\n')
})

test('moves no branch that a test checked out, and undoes a merge it began', async () => {
  gate.git('checkout', '--quiet', '-b', 'made-by-a-test')
  gate.git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'merge', '--no-ff', '--no-commit', next)
  await goOn()
  expect(gate.git('rev-parse', 'made-by-a-test', 'HEAD')).toBe(`${base}\n${next}`)
  expect(existsSync(join(gate.git('rev-parse', '--absolute-git-dir'), 'MERGE_HEAD'))).toBe(false)
})

test('leaves a folder alone that is none of its own', async () => {
  const other = freshPath('other')
  at(other).write({ precious: 'x' })
  expect(failure(await checkoutGate({ land, path: other, commit: base })).message).toMatch(/in the way/)
  expect(existsSync(join(other, 'precious'))).toBe(true)
})
