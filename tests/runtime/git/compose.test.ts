import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensureLandClone, ensureWorkClone } from '../../../source/runtime/git/clones.ts'
import { changedFiles, isAncestor, treeOf } from '../../../source/runtime/git/commits.ts'
import { commitFiles, fetchHeads, mergeCommit } from '../../../source/runtime/git/compose.ts'
import { conflictPairs } from '../../../source/runtime/git/conflict-pairs.ts'
import { at, failure, freshPath, makeRepo, type Repo, value } from '../../helpers/repo.ts'
import { commitInClone, lines } from './setup.ts'

const attributes = 'CHANGELOG.md merge=union\n'
const odd = 'odd 🚀\nname'

interface Here {
  work: string
  land: Repo
  base: string
  heads: Record<'a' | 'b' | 'far' | 'none', string>
}

// Composing changes nothing that a later test could see, so one pair of clones serves them all.
let made: Promise<Here> | undefined
const setUpLand = (): Promise<Here> => {
  made ??= make()
  return made
}

async function make(): Promise<Here> {
  const files = { 'a.txt': lines('a'), [odd]: 'x\n', 'CHANGELOG.md': '# Log\n', '.gitattributes': attributes }
  const user = makeRepo({ files })
  const base = user.git('rev-parse', 'HEAD')
  const work = freshPath('work.git')
  const land = freshPath('land.git')
  value(await ensureWorkClone({ source: user.root, path: work, base }))
  value(await ensureLandClone({ source: user.root, path: land, base }))
  const change = (changes: Record<string, string>) => commitInClone(work, base, changes)
  const heads = {
    a: change({ 'a.txt': lines('a', { 1: 'one' }), 'CHANGELOG.md': '# Log\na\n', [odd]: 'a\n' }),
    b: change({ 'a.txt': lines('a', { 1: 'two' }), 'CHANGELOG.md': '# Log\nb\n', [odd]: 'b\n' }),
    far: change({ 'a.txt': lines('a', { 9: 'nine' }), 'CHANGELOG.md': '# Log\nfar\n' }),
    none: base,
  }
  value(await fetchHeads(land, work, Object.values(heads)))
  return { work, land: at(land), base, heads }
}

describe('fetchHeads', () => {
  test('brings commits in, and says when a worker had changed the configuration', async () => {
    const { work, land, base } = await setUpLand()
    const commit = commitInClone(work, base, { new: 'x' })
    at(work).git('config', 'uploadpack.hideRefs', 'refs/')
    expect(value(await fetchHeads(land.root, work, [commit, commit])).notes).toHaveLength(1)
    expect(land.git('cat-file', '-t', commit)).toBe('commit')
    expect(value(await fetchHeads(land.root, work, [commit])).notes).toEqual([])
  })

  test('fails for a commit that is nowhere', async () => {
    const { work, land } = await setUpLand()
    expect((await fetchHeads(land.root, work, ['1'.repeat(40)])).ok).toBe(false)
  })
})

describe('conflictPairs', () => {
  test('finds the conflicting pairs and leaves no object behind', async () => {
    const { land, base, heads } = await setUpLand()
    const before = objects(land)
    const list = Object.entries(heads).map(([id, commit]) => ({ id, commit }))
    const [pair, ...others] = value(await conflictPairs({ repo: land.root, trunk: base, heads: list }))
    expect(others).toEqual([])
    expect(pair).toMatchObject({ a: 'a', b: 'b' })
    expect(pair?.conflicts.map(({ file }) => file)).toEqual(['a.txt', odd])
    expect(objects(land)).toEqual(before)
  })

  test('a commit that is missing is a failure, not a conflict', async () => {
    const { land, base, heads } = await setUpLand()
    const list = [
      { id: 'a', commit: heads.a },
      { id: 'x', commit: '1'.repeat(40) },
    ]
    expect((await conflictPairs({ repo: land.root, trunk: base, heads: list })).ok).toBe(false)
    expect(value(await conflictPairs({ repo: land.root, trunk: base, heads: list.slice(0, 1) }))).toEqual([])
  })
})

describe('mergeCommit', () => {
  test('makes a commit with two parents, also where a fast-forward would do', async () => {
    const { land, base, heads } = await setUpLand()
    const merged = value(await mergeCommit(land.root, { onto: base, head: heads.a, message: 'Merge a' }))
    if (merged.kind !== 'merged') throw new Error(merged.kind)
    expect(land.git('log', '-1', '--format=%P|%s|%ae', merged.commit)).toBe(
      `${base} ${heads.a}|Merge a|ada@example.com`,
    )
    expect(value(await treeOf(land.root, heads.a))).toBe(merged.tree)
  })

  test('makes the same tree as git merge, with the merge attributes of the base', async () => {
    const { land, work, heads } = await setUpLand()
    const merged = value(
      await mergeCommit(land.root, { onto: heads.a, head: heads.far, message: 'Merge far' }),
    )
    const path = freshPath('reference')
    at(work).git('worktree', 'add', '--quiet', '--detach', path, heads.a)
    at(path).git('merge', '--quiet', '--no-ff', '-m', 'x', heads.far)
    expect(merged).toMatchObject({ kind: 'merged', tree: at(path).git('rev-parse', 'HEAD^{tree}') })
    expect(at(path).git('show', 'HEAD:CHANGELOG.md')).toBe('# Log\na\nfar')
  })

  test('names the files in conflict', async () => {
    const { land, heads } = await setUpLand()
    const merged = value(await mergeCommit(land.root, { onto: heads.a, head: heads.b, message: 'x' }))
    expect(merged).toEqual({ kind: 'conflict', files: ['a.txt', odd] })
  })

  test('says already for what is in it, and fails for what does not exist', async () => {
    const { land, base, heads } = await setUpLand()
    const merge = (head: string) => mergeCommit(land.root, { onto: heads.a, head, message: 'x' })
    expect(value(await merge(base))).toEqual({ kind: 'already', commit: heads.a })
    expect((await merge('1'.repeat(40))).ok).toBe(false)
    expect((await merge('no-such-ref')).ok).toBe(false)
  })

  test('signs when told to', async () => {
    const { land, base, heads } = await setUpLand()
    const merged = await mergeCommit(land.root, { onto: base, head: heads.a, message: 'x', sign: true })
    expect(failure(merged).message).toMatch(/git commit-tree failed: .*(gpg|sign)/)
  })
})

describe('commitFiles', () => {
  test('adds and replaces files on top of a commit, whatever their names', async () => {
    const { land, heads } = await setUpLand()
    const files = [
      { path: odd, content: 'new\n' },
      { path: '-f/decisions.md', content: 'decided\r\n' },
    ]
    const commit = value(await commitFiles(land.root, { onto: heads.a, files, message: 'Decisions' }))
    expect(value(await changedFiles(land.root, heads.a, commit)).sort()).toEqual(['-f/decisions.md', odd])
    expect(land.git('show', `${commit}:-f/decisions.md`)).toBe('decided\r')
    expect(value(await isAncestor(land.root, heads.a, commit))).toBe(true)
    expect(value(await isAncestor(land.root, commit, heads.a))).toBe(false)
  })

  test.each(['.git/config', '../out', 'a/../../b', '/abs'])('refuses the path %s', async (path) => {
    const { land, base } = await setUpLand()
    const made = await commitFiles(land.root, { onto: base, files: [{ path, content: 'x' }], message: 'x' })
    expect(made.ok).toBe(false)
  })
})

const objects = (repo: Repo) => readdirSync(join(repo.root, 'objects'), { recursive: true }).sort()

test('a folder that one side split in two is a conflict of no file, and no failure', async () => {
  const [one, two] = ['1', '2'].map((each) => lines(`${each}`.repeat(9))) as [string, string]
  const user = makeRepo({ files: { 'd/1': one, 'd/2': two } })
  const base = user.git('rev-parse', 'HEAD')
  user.git('rm', '--quiet', '-r', 'd')
  const split = user.commit({ 'x/1': one, 'y/2': two })
  user.git('checkout', '--quiet', base)
  const added = user.commit({ 'd/new': 'n\n' })
  expect(value(await mergeCommit(user.root, { onto: split, head: added, message: 'm' }))).toEqual({
    kind: 'conflict',
    files: [],
  })
  const heads = [
    { id: 'split', commit: split },
    { id: 'added', commit: added },
  ]
  expect(value(await conflictPairs({ repo: join(user.root, '.git'), trunk: base, heads }))).toEqual([
    { a: 'split', b: 'added', conflicts: [] },
  ])
})
