import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refCommit } from '../../../source/runtime/git/commits.ts'
import { branchExists, diffText, listRefs, logLines, readFileAt } from '../../../source/runtime/git/read.ts'
import { failure, makeRepo, value } from '../../helpers/repo.ts'

const odd = ' -odd 🚀\nname'
const repo = makeRepo({ files: { 'a.txt': 'a\n', [odd]: 'odd\n', 'folder/x': 'x' } })
const base = repo.git('rev-parse', 'HEAD')
symlinkSync('/etc/passwd', join(repo.root, 'link'))
const head = repo.commit({ 'a.txt': 'changed\n', '.gitattributes': '*.txt diff=evil\n' }, 'second | ; òdd')
repo.git('tag', '-a', 'br/plan/checkpoint-1', '-m', 'x', base)
repo.git('branch', 'br/plan/stream/a')

test('diffText gives the patch or its summary, and runs no program of the repository', async () => {
  repo.git('config', 'diff.external', 'false')
  repo.git('config', 'diff.evil.textconv', 'false')
  expect(value(await diffText(repo.root, base, head))).toMatch(/^-a\n\+changed$/m)
  expect(value(await diffText(repo.root, base, head, { stat: true }))).toMatch(/3 files changed/)
  expect(failure(await diffText(repo.root, base, 'no-such-ref')).message).toMatch(
    /^git could not be read: bad revision/,
  )
})

test('logLines lists what is new, newest first', async () => {
  expect(value(await logLines(repo.root, base, head))).toEqual([
    { commit: head, subject: 'second | ; òdd', author: 'Ada Tester', at: expect.stringMatching(/^20\d\d-/) },
  ])
  expect(value(await logLines(repo.root, head, head))).toEqual([])
})

test('refs are found, and those that are not are no failure', async () => {
  expect(value(await refCommit(repo.root, 'refs/heads/main'))).toBe(head)
  expect(value(await refCommit(repo.root, 'refs/heads/none'))).toBeNull()
  expect(value(await refCommit(repo.root, '--help'))).toBeNull()
  expect(value(await branchExists(repo.root, 'br/plan/stream/a'))).toBe(true)
  expect(value(await branchExists(repo.root, 'br/plan'))).toBe(false)
  expect(value(await listRefs(repo.root, 'refs/tags/br/plan'))).toEqual(
    new Map([['refs/tags/br/plan/checkpoint-1', base]]),
  )
  expect(value(await listRefs(repo.root, 'refs/heads/br'))).toEqual(
    new Map([['refs/heads/br/plan/stream/a', head]]),
  )
})

test('readFileAt reads from the commit, follows no link and keeps to its limit', async () => {
  expect(value(await readFileAt(repo.root, base, 'a.txt', 100))).toBe('a\n')
  expect(value(await readFileAt(repo.root, base, odd, 100))).toBe('odd\n')
  for (const none of ['missing', 'folder', 'link', '*.txt', 'folder/', '../a.txt/..']) {
    const read = await readFileAt(repo.root, head, none, 100)
    expect(read.ok ? read.value : null).toBeNull()
  }
  expect(failure(await readFileAt(repo.root, head, 'a.txt', 7)).message).toMatch(/too large to read: 8 bytes/)
})
