import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { changedBlobs, newBlobs, readBlobs, treeBlobs } from '../../../source/runtime/git/blobs.ts'
import { failure, makeRepo, value } from '../../helpers/repo.ts'

const LIMIT = 1000

async function textsOf(root: string, oids: string[], limit = LIMIT): Promise<Record<string, string | null>> {
  const texts: Record<string, string | null> = {}
  for await (const part of readBlobs(root, oids, limit))
    for (const [oid, { bytes, size }] of value(part))
      texts[oid] = size > limit ? null : bytes.toString('utf8')
  return texts
}

test('what a commit brought and a later one took away again is still there, and said to be history', async () => {
  const repo = makeRepo()
  const base = repo.git('rev-parse', 'HEAD')
  repo.commit({ 'a.txt': 'taken away\n', 'b.txt': 'stays\n' })
  repo.commit({ 'a.txt': 'clean\n' })
  const blobs = value(await newBlobs(repo.root, ['HEAD', `^${base}`]))
  const texts = await textsOf(
    repo.root,
    blobs.map(({ oid }) => oid),
  )
  const told = blobs.map(({ oid, file, isCurrent }) => [file, texts[oid], isCurrent])
  expect(told.sort()).toEqual([
    ['a.txt', 'clean\n', true],
    ['a.txt', 'taken away\n', false],
    ['b.txt', 'stays\n', true],
  ])
})

test('what a merge brings from the other side is not new; what it changes itself is', async () => {
  const repo = makeRepo()
  repo.git('checkout', '-qb', 'stream')
  repo.commit({ 'mine.txt': 'mine\n', 'README.md': 'hello stream\n' })
  repo.git('checkout', '-q', 'main')
  repo.commit({ 'theirs.txt': 'theirs\n', 'README.md': 'hello main\n' })
  repo.git('checkout', '-q', 'stream')
  expect(() => repo.git('merge', 'main')).toThrow()
  repo.commit({ 'README.md': 'hello both\n' })
  const names = value(await newBlobs(repo.root, ['stream', '^main'])).map(({ file }) => file)
  expect(names.sort()).toEqual(['README.md', 'README.md', 'mine.txt'])
})

test('what differs tells as much of the newest commit as its whole tree', async () => {
  const repo = makeRepo({ files: { 'README.md': 'hello\n', 'old ü.txt': 'moved\n', 'gone.txt': 'gone\n' } })
  const base = repo.git('rev-parse', 'HEAD')
  repo.commit({ 'a.txt': 'taken away\n', 'b.txt': 'stays\n' })
  symlinkSync('b.txt', join(repo.root, 'link'))
  repo.git('mv', 'old ü.txt', 'new ü.txt')
  repo.git('rm', '--quiet', 'gone.txt')
  repo.commit({ 'a.txt': 'clean\n' })
  const range = ['HEAD', `^${base}`]
  const { files, blobs } = value(await changedBlobs(repo.root, base, 'HEAD'))
  expect(files.sort()).toEqual(['a.txt', 'b.txt', 'gone.txt', 'link', 'new ü.txt', 'old ü.txt'])
  expect(value(await newBlobs(repo.root, range, blobs))).toEqual(value(await newBlobs(repo.root, range)))
})

test('names of any bytes, empty files, links, bytes that are no text', async () => {
  const repo = makeRepo()
  const base = repo.git('rev-parse', 'HEAD')
  const name = 'line\nbreak "and" ü.txt'
  symlinkSync('/etc/passwd', join(repo.root, 'link'))
  repo.commit({ [name]: 'x\0\xff\n', empty: '' })
  const blobs = value(await newBlobs(repo.root, ['HEAD', `^${base}`]))
  const files = value(await treeBlobs(repo.root, 'HEAD')).map(({ file }) =>
    Buffer.from(file, 'latin1').toString('utf8'),
  )
  expect(files.sort()).toEqual(['README.md', 'empty', name])
  const texts = await textsOf(
    repo.root,
    blobs.map(({ oid }) => oid),
  )
  expect(Object.values(texts).sort()).toEqual(['', '/etc/passwd', 'x\0\xff\n'])
})

test('one that is too long is named and not read; all of the history without a base', async () => {
  const repo = makeRepo()
  repo.commit({ 'long.txt': 'x'.repeat(LIMIT + 1) })
  const blobs = value(await newBlobs(repo.root, ['--all']))
  expect(blobs.map(({ file }) => file).sort()).toEqual(['README.md', 'long.txt'])
  const texts = await textsOf(
    repo.root,
    blobs.map(({ oid }) => oid),
  )
  expect(Object.values(texts)).toEqual(expect.arrayContaining([null, 'hello\n']))
})

test('a commit or a content that is not there is a failure, and no empty answer', async () => {
  const repo = makeRepo()
  const gone = '1'.repeat(40)
  expect(failure(await newBlobs(repo.root, ['HEAD', `^${gone}`])).message).toMatch(/rev-list/)
  for await (const part of readBlobs(repo.root, [gone], LIMIT))
    expect(failure(part).message).toBe(`git has no content for ${gone} missing.`)
})
