import { expect, test } from 'vitest'
import { mergeIntoWorkspace } from '../../../source/runtime/git/merge-into-workspace.ts'
import { settleMerge } from '../../../source/runtime/git/settle-merge.ts'
import { value } from '../../helpers/repo.ts'
import { commitInClone, lines, setUp } from './setup.ts'

test('tells by file and line what is open, and the index what is not', async () => {
  const { workspace, inside, base } = await setUp({
    'a.txt': lines('a'),
    'b.txt': lines('b'),
    'gone.txt': 'g\n',
  })
  const target = commitInClone(workspace.clone, base, {
    ...{
      'a.txt': lines('a', { 5: 'landed' }),
      'b.txt': lines('b', { 1: 'landed' }),
      'gone.txt': 'changed\n',
    },
  })
  inside.git('rm', '--quiet', 'gone.txt')
  inside.commit({ 'a.txt': lines('a', { 5: 'own' }), 'b.txt': lines('b', { 1: 'own' }) })
  const merge = () => mergeIntoWorkspace({ ...workspace, target, snapshotRef: 'refs/br-snapshots/plan/a' })
  const settle = async () => value(await settleMerge(workspace.clone, workspace.path))
  expect(await settle()).toBe(null)
  value(await merge())
  expect(await settle()).toEqual([
    { file: 'a.txt', line: 5 },
    { file: 'b.txt', line: 1 },
    { file: 'gone.txt', line: null },
  ])
  inside.write({ 'a.txt': lines('a', { 5: 'both' }) })
  // As if it were resolved: the markers are still there.
  inside.git('add', 'b.txt')
  expect(await settle()).toEqual([
    { file: 'b.txt', line: 1 },
    { file: 'gone.txt', line: null },
  ])
  expect(inside.git('diff', '--name-only', '--diff-filter=U')).toBe('gone.txt')
  inside.write({ 'b.txt': lines('b', { 1: 'both' }) })
  inside.git('rm', '--quiet', 'gone.txt')
  expect(await settle()).toEqual([])
  expect(value(await merge()).conflicts).toEqual([])
})
