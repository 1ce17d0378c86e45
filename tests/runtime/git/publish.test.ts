import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureLandClone } from '../../../source/runtime/git/clones.ts'
import { commitFiles } from '../../../source/runtime/git/compose.ts'
import { publishRef } from '../../../source/runtime/git/publish.ts'
import { failure, freshPath, makeRepo, type Repo, value } from '../../helpers/repo.ts'

let user: Repo
let base: string
let land: string
let first: string
let second: string

beforeAll(async () => {
  user = makeRepo({ files: { 'a.txt': 'a\n' } })
  base = user.git('rev-parse', 'HEAD')
  land = freshPath('land.git')
  value(await ensureLandClone({ source: user.root, path: land, base }))
  const add = async (onto: string, path: string) =>
    value(await commitFiles(land, { onto, files: [{ path, content: 'x\n' }], message: path }))
  first = await add(base, 'first')
  second = await add(first, 'second')
})

const publish = (ref: string, commit: string, expectedOld: string | null, root = user.root) =>
  publishRef({ root, land, ref, commit, expectedOld })

describe('publishRef', () => {
  test('makes and moves a branch and a tag, and is idempotent', async () => {
    const ref = 'refs/heads/br/plan/integration'
    expect(value(await publish(ref, first, null))).toEqual({ kind: 'published' })
    expect(value(await publish(ref, first, null))).toEqual({ kind: 'current' })
    expect(value(await publish(ref, second, first))).toEqual({ kind: 'published' })
    expect(user.git('rev-parse', ref)).toBe(second)
    expect(user.git('show', `${ref}:second`)).toBe('x')
    expect(value(await publish('refs/tags/br/plan/checkpoint-1', first, null))).toEqual({ kind: 'published' })
    expect(user.git('describe', '--tags', first)).toBe('br/plan/checkpoint-1')
  })

  test('changes nothing else in the repository of the user, byte for byte', async () => {
    const repo = await makeBusyRepo()
    const before = everything(repo)
    expect(value(await publish('refs/heads/br/plan/stream/a', second, null, repo.root)).kind).toBe(
      'published',
    )
    const after = everything(repo)
    const isOurs = (file: string) =>
      /^\.git\/(logs\/)?refs\/heads\/br(\/|$)/.test(file) || /^\.git\/objects\//.test(file)
    const others = [...new Set([...before.keys(), ...after.keys()])].filter((file) => !isOurs(file))
    expect(others.filter((file) => before.get(file) !== after.get(file))).toEqual([])
    expect(others).toEqual(
      expect.arrayContaining(['.git/index', '.git/config', '.git/HEAD', '.git/FETCH_HEAD']),
    )
    expect(repo.git('rev-parse', 'br/plan/stream/a')).toBe(second)
  })

  test('does not move a branch that is checked out, here or in another worktree', async () => {
    const repo = makeRepo()
    const old = repo.git('rev-parse', 'HEAD')
    const ref = 'refs/heads/br/plan/integration'
    repo.git('checkout', '--quiet', '-b', 'br/plan/integration')
    expect(value(await publish(ref, first, old, repo.root))).toEqual({
      kind: 'checked-out',
      where: repo.root,
    })
    repo.git('checkout', '--quiet', 'main')
    const linked = freshPath('linked\nworktree')
    repo.git('worktree', 'add', '--quiet', linked, 'br/plan/integration')
    expect(value(await publish(ref, first, old, repo.root))).toEqual({ kind: 'checked-out', where: linked })
    expect(repo.git('rev-parse', ref)).toBe(old)
  })

  test('does not touch what somebody else moved, made or removed', async () => {
    const ref = 'refs/heads/br/plan/stream/moved'
    user.git('update-ref', ref, base)
    expect(value(await publish(ref, second, first))).toEqual({ kind: 'moved', to: base })
    expect(value(await publish(ref, second, null))).toEqual({ kind: 'moved', to: base })
    expect(user.git('rev-parse', ref)).toBe(base)
    expect(value(await publish('refs/heads/br/plan/stream/gone', second, first))).toEqual({
      kind: 'moved',
      to: null,
    })
  })

  test.each(['br', 'br/plan', 'br/plan/stream/a/b'])(
    'says what is in the way when there is a branch %s',
    async (name) => {
      const repo = makeRepo()
      repo.git('branch', name)
      const error = failure(await publish('refs/heads/br/plan/stream/a', first, null, repo.root))
      expect(error.message).toContain(`beside the branch ${name}.`)
      expect(error.mend).toContain(`git branch -m ${name} `)
    },
  )

  test('fails when the land clone does not have the commit', async () => {
    expect((await publish('refs/heads/br/plan/stream/x', '1'.repeat(40), null)).ok).toBe(false)
  })

  test.each(['refs/heads/main', 'refs/heads/br', 'refs/heads/br/', 'HEAD', 'refs/tags/v1', 'refs/br/x'])(
    'refuses %s as a mistake in the program',
    async (ref) => {
      await expect(publish(ref, first, null)).rejects.toThrow(/Not a ref of br-tui/)
    },
  )
})

/** With something staged, something dirty, a stash, a hook and a FETCH_HEAD. */
async function makeBusyRepo(): Promise<Repo> {
  const repo = makeRepo({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n' } })
  repo.write({ 'a.txt': 'stashed\n' })
  repo.git('stash', '--quiet')
  repo.git('fetch', '--quiet', user.root, 'main')
  repo.git('config', 'fetch.prune', 'true')
  repo.git('config', 'fetch.pruneTags', 'true')
  repo.git('config', 'gc.auto', '1')
  repo.git('tag', 'only-here')
  repo.git('pack-refs', '--all')
  repo.write({ 'a.txt': 'staged\n', '.git/hooks/post-update': '#!/bin/sh\ntouch hooked\n' })
  repo.git('add', 'a.txt')
  repo.write({ 'b.txt': 'dirty\n', untracked: 'x' })
  return repo
}

function everything({ root }: Repo): Map<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const entries = files.map((file): [string, string] => {
    const stat = statSync(join(root, file))
    return [
      file,
      stat.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(root, file)))
            .digest('hex')
        : 'folder',
    ]
  })
  return new Map(entries)
}
