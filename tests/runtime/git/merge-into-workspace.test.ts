import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesWithMarkers, takeSide } from '../../../source/runtime/git/conflict-files.ts'
import { mergeIntoWorkspace } from '../../../source/runtime/git/merge-into-workspace.ts'
import { workspaceState } from '../../../source/runtime/git/workspace.ts'
import { failure, freshPath, value } from '../../helpers/repo.ts'
import { commitInClone, lines, setUp } from './setup.ts'

const snapshotRef = 'refs/br/snapshot/a'

async function setUpMerge(landed: Record<string, string>, own: Record<string, string>) {
  const here = await setUp({ 'a.txt': lines('a'), 'b.txt': lines('b'), 'odd 🚀\nname': 'x\n' })
  const target = commitInClone(here.workspace.clone, here.base, landed)
  const head = here.inside.commit(own)
  const merge = () => mergeIntoWorkspace({ ...here.workspace, target, snapshotRef })
  return { ...here, target, head, merge }
}

describe('mergeIntoWorkspace', () => {
  test('commits a clean merge with two parents, and merges only once', async () => {
    const { merge, inside, head, target } = await setUpMerge({ 'a.txt': 'landed\n' }, { 'b.txt': 'own\n' })
    const merged = value(await merge())
    expect(merged).toMatchObject({ conflicts: [], snapshot: null })
    expect(inside.git('rev-parse', 'HEAD', 'HEAD^1', 'HEAD^2')).toBe(`${merged.head}\n${head}\n${target}`)
    expect(value(await merge()).head).toBe(merged.head)
  })

  test('leaves a conflict in the workspace, and says the same when asked again', async () => {
    const names = ['a.txt', 'odd 🚀\nname']
    const each = (text: string) => Object.fromEntries(names.map((name) => [name, text]))
    const { merge, inside, workspace, target } = await setUpMerge(each('landed\n'), each('own\n'))
    expect(value(await merge()).conflicts).toEqual(names)
    expect(inside.git('rev-parse', 'MERGE_HEAD')).toBe(target)
    expect(value(await workspaceState(workspace))).toMatchObject({ unmerged: names, clean: false })
    expect(await filesWithMarkers(inside.root, [...names, 'b.txt'])).toEqual(names)
    expect(value(await merge()).conflicts).toEqual(names)
  })

  test('commits no conflict that was marked as resolved with its markers still there', async () => {
    const { merge, inside, head } = await setUpMerge({ 'a.txt': 'landed\n' }, { 'a.txt': 'own\n' })
    value(await merge())
    inside.git('add', 'a.txt')
    expect(value(await merge())).toMatchObject({ conflicts: ['a.txt'], head })
    inside.write({ 'a.txt': 'both\n' })
    inside.git('add', 'a.txt')
    expect(value(await merge()).conflicts).toEqual([])
    expect(inside.git('rev-parse', 'HEAD^1')).toBe(head)
  })

  test('finishes a clean merge that was killed before its commit', async () => {
    const { merge, inside, target } = await setUpMerge({ 'a.txt': 'landed\n' }, { 'b.txt': 'own\n' })
    inside.git('merge', '--quiet', '--no-ff', '--no-commit', target)
    writeFileSync(join(inside.git('rev-parse', '--absolute-git-dir'), 'index.lock'), '')
    value(await merge())
    expect(inside.git('rev-parse', 'HEAD^2')).toBe(target)
  })

  test('keeps a snapshot of uncommitted work, and lets it stay when it is not in the way', async () => {
    const { merge, inside } = await setUpMerge({ 'a.txt': 'landed\n' }, {})
    inside.write({ 'b.txt': 'uncommitted\n' })
    const merged = value(await merge())
    expect(inside.git('show', `${merged.snapshot}:b.txt`)).toBe('uncommitted')
    expect(inside.git('status', '--porcelain')).toBe(' M b.txt')
  })

  test('refuses when uncommitted work is in the way, without touching it', async () => {
    const { merge, inside, head } = await setUpMerge({ 'a.txt': 'landed\n' }, {})
    inside.write({ 'a.txt': 'uncommitted\n' })
    expect(failure(await merge()).message).toMatch(/in the way of a merge/)
    expect(readFileSync(join(inside.root, 'a.txt'), 'utf8')).toBe('uncommitted\n')
    expect(inside.git('rev-parse', 'HEAD')).toBe(head)
  })

  test('refuses while another merge is unfinished', async () => {
    const { merge, inside, base } = await setUpMerge({ 'a.txt': 'landed\n' }, { 'b.txt': 'own\n' })
    const other = commitInClone(inside.root, base, { 'b.txt': 'other\n' })
    expect(() => inside.git('merge', other)).toThrow()
    expect(failure(await merge()).message).toMatch(/Another merge is unfinished/)
  })
})

describe('takeSide', () => {
  const sides = { ours: 'own\n', theirs: 'landed\n' } as const

  test.each(['ours', 'theirs'] as const)('resolves a file with %s', async (side) => {
    const { merge, inside, workspace } = await setUpMerge({ 'a.txt': sides.theirs }, { 'a.txt': sides.ours })
    value(await merge())
    value(await takeSide({ ...workspace, side, file: 'a.txt' }))
    expect(readFileSync(join(inside.root, 'a.txt'), 'utf8')).toBe(sides[side])
    expect(value(await workspaceState(workspace)).unmerged).toEqual([])
  })

  test('takes a deletion as a side too', async () => {
    const { merge, inside, workspace } = await setUpMerge({ 'a.txt': 'landed\n' }, {})
    rmSync(join(inside.root, 'a.txt'))
    inside.commit({})
    expect(value(await merge()).conflicts).toEqual(['a.txt'])
    value(await takeSide({ ...workspace, side: 'ours', file: 'a.txt' }))
    expect(existsSync(join(inside.root, 'a.txt'))).toBe(false)
  })

  test.each(['b.txt', '../a.txt', '/etc/passwd', '*', ':/', '-f', ''])(
    'refuses %j, which is not in conflict',
    async (file) => {
      const { merge, workspace } = await setUpMerge({ 'a.txt': 'landed\n' }, { 'a.txt': 'own\n' })
      value(await merge())
      expect((await takeSide({ ...workspace, side: 'ours', file })).ok).toBe(false)
    },
  )
})

describe('filesWithMarkers', () => {
  test('wants all three markers in order, and follows no link out of the worktree', async () => {
    const { inside } = await setUp()
    const conflict = '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n'
    const outside = freshPath('outside.txt')
    writeFileSync(outside, conflict)
    inside.write({ both: conflict, heading: 'Title\n=======\n', start: '<<<<<<< HEAD\n'.repeat(100_000) })
    symlinkSync(outside, join(inside.root, 'link'))
    symlinkSync(join(outside, '..'), join(inside.root, 'folder'))
    const files = ['both', 'heading', 'start', 'link', 'folder/outside.txt', 'missing']
    expect(await filesWithMarkers(inside.root, files)).toEqual(['both'])
  })
})
