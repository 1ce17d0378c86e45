import { expect, test } from 'vitest'
import { keepToFiles } from '../../../source/runtime/git/keep-to-files.ts'
import { mergeIntoWorkspace } from '../../../source/runtime/git/merge-into-workspace.ts'
import { value } from '../../helpers/repo.ts'
import { commitInClone, lines, setUp } from './setup.ts'

const keepAs = 'refs/br-snapshots/plan/run.whole'

async function resolved(files: Record<string, string>, ...remove: string[]) {
  const {
    workspace,
    inside,
    base: start,
  } = await setUp({ 'a.txt': lines('a'), 'b.txt': 'b\n', 'gone.txt': 'g\n' })
  const target = commitInClone(workspace.clone, start, { 'a.txt': 'landed\n', 'landed.txt': 'l\n' })
  const base = inside.commit({ 'a.txt': 'own\n', 'own.txt': 'o\n' })
  value(await mergeIntoWorkspace({ ...workspace, target, snapshotRef: 'refs/br-snapshots/plan/a' }))
  for (const file of remove) inside.git('rm', '--quiet', '--force', file)
  const head = inside.commit(files)
  const keep = (made = head) =>
    keepToFiles({
      ...{ path: inside.root, base, target, head: made, message: 'Merge', sign: false },
      keepAs,
    })
  return { inside, base, target, head, keep }
}

test('a resolution of the files in conflict stays the commit it is', async () => {
  const { keep, inside, base, head } = await resolved({ 'a.txt': 'both\n' })
  expect(value(await keep())).toEqual({ head, dropped: [] })
  expect(inside.git('for-each-ref', keepAs)).toBe('')
  expect(head).not.toBe(base)
})

test('what else was changed, made or removed is not taken, and is kept', async () => {
  const { keep, head, inside, base, target } = await resolved(
    { 'a.txt': 'both\n', 'b.txt': 'by the way\n', 'extra.txt': 'e\n' },
    'gone.txt',
  )
  const kept = value(await keep())
  expect(kept.dropped.sort()).toEqual(['b.txt', 'extra.txt', 'gone.txt'])
  expect(inside.git('rev-parse', 'HEAD', 'HEAD^1', 'HEAD^2', keepAs)).toBe(
    [kept.head, base, target, head].join('\n'),
  )
  expect(inside.git('status', '--porcelain')).toBe('')
  expect(inside.git('ls-files')).toBe(['a.txt', 'b.txt', 'gone.txt', 'landed.txt', 'own.txt'].join('\n'))
  expect(inside.git('show', 'HEAD:a.txt', 'HEAD:b.txt')).toBe('both\nb')
})

test('a file in conflict may go altogether', async () => {
  const { keep, inside } = await resolved({}, 'a.txt')
  expect(value(await keep()).dropped).toEqual([])
  expect(inside.git('ls-files', 'a.txt')).toBe('')
})
