import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inspectRepository } from '../../../source/runtime/git/repository.ts'
import { at, failure, freshPath, makeRepo, value } from '../../helpers/repo.ts'

describe('inspectRepository', () => {
  test('tells root, branch, head and identity from a folder inside', async () => {
    const repo = makeRepo({ files: { 'deep/er/file': 'x' } })
    const info = value(await inspectRepository(join(repo.root, 'deep/er')))
    expect(info).toMatchObject({
      root: repo.root,
      commonDir: join(repo.root, '.git'),
      branch: 'main',
      head: repo.git('rev-parse', 'HEAD'),
      identity: { name: 'Ada Tester', email: 'ada@example.com' },
      signs: false,
      hasSubmodules: false,
      usesLfs: false,
      isShallow: false,
    })
    expect(info.version).toMatch(/^2\.\d+/)
  })

  test('sees submodules, LFS in any folder, a detached HEAD and signing', async () => {
    const repo = makeRepo({ files: { '.gitmodules': '', 'art/.gitattributes': '*.psd filter=lfs\n' } })
    repo.git('checkout', '--quiet', '--detach')
    repo.git('config', 'commit.gpgsign', 'true')
    expect(value(await inspectRepository(repo.root))).toMatchObject({
      branch: null,
      hasSubmodules: true,
      usesLfs: true,
      signs: true,
    })
  })

  test('finds the common folder of a linked worktree, and a shallow clone', async () => {
    const repo = makeRepo()
    repo.commit({ x: '1' })
    const linked = freshPath('linked')
    repo.git('worktree', 'add', '--quiet', '-b', 'other', linked)
    expect(value(await inspectRepository(linked))).toMatchObject({
      root: linked,
      commonDir: join(repo.root, '.git'),
      branch: 'other',
    })
    const shallow = freshPath('shallow')
    repo.git('clone', '--quiet', '--depth=1', `file://${repo.root}`, shallow)
    at(shallow).git('config', 'user.name', 'Ada')
    at(shallow).git('config', 'user.email', 'ada@example.com')
    expect(value(await inspectRepository(shallow)).isShallow).toBe(true)
  })

  const problems: [string, () => string, RegExp][] = [
    ['no repository', () => emptyFolder(), /is not in a git repository/],
    [
      'a bare repository',
      () => {
        const bare = freshPath('bare.git')
        makeRepo().git('clone', '--quiet', '--bare', '.', bare)
        return bare
      },
      /is a bare repository/,
    ],
    [
      'no commit yet',
      () => {
        const root = emptyFolder()
        at(root).git('init', '--quiet')
        return root
      },
      /has no commit yet/,
    ],
    [
      'no identity',
      () => {
        const repo = makeRepo()
        repo.git('config', '--unset', 'user.email')
        return repo.root
      },
      /does not know who you are/,
    ],
    [
      'a partial clone',
      () => {
        const repo = makeRepo()
        repo.git('config', 'remote.origin.promisor', 'true')
        return repo.root
      },
      /partial clone/,
    ],
  ]
  test.each(problems)('says what to do about %s', async (_, make, sentence) => {
    const error = failure(await inspectRepository(make()))
    expect(error.message).toMatch(sentence)
    expect(error.mend).toBeTruthy()
  })

  test('asks for a newer git when it is too old', async () => {
    const bin = emptyFolder()
    writeFileSync(join(bin, 'git'), '#!/bin/sh\necho git version 2.38.9\n')
    chmodSync(join(bin, 'git'), 0o755)
    const path = process.env.PATH
    process.env.PATH = `${bin}:${path}`
    try {
      expect(failure(await inspectRepository(bin)).message).toMatch(/git 2\.38\.9 is too old/)
    } finally {
      process.env.PATH = path
    }
  })
})

function emptyFolder(): string {
  const path = freshPath('empty')
  mkdirSync(path)
  return path
}
