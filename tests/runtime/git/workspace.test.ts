import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { prepareWorkspace, workspaceState } from '../../../source/runtime/git/workspace.ts'
import { openWorktree, registeredWorktree } from '../../../source/runtime/git/worktree-link.ts'
import { at, failure, freshPath, value } from '../../helpers/repo.ts'
import { setUp } from './setup.ts'

describe('prepareWorkspace', () => {
  test('a second call changes nothing, not even uncommitted work', async () => {
    const { workspace, inside, base } = await setUp()
    inside.write({ 'a.txt': 'mine\n', 'new.txt': 'mine\n' })
    const again = value(await prepareWorkspace({ ...workspace, start: base }))
    expect(again).toEqual({ added: false, head: base, notes: [] })
    expect(inside.git('status', '--porcelain')).toBe(' M a.txt\n?? new.txt')
  })

  test('a workspace deleted by hand comes back at its branch, with its commits', async () => {
    const { workspace, inside, base } = await setUp()
    const head = inside.commit({ 'done.txt': 'work\n' })
    rmSync(workspace.path, { recursive: true })
    expect(value(await prepareWorkspace({ ...workspace, start: base }))).toMatchObject({ added: true, head })
    expect(readFileSync(join(workspace.path, 'done.txt'), 'utf8')).toBe('work\n')
  })

  test('a branch that exists keeps its commits in a fresh workspace', async () => {
    const { workspace, base } = await setUp()
    const other = { ...workspace, path: freshPath('other'), branch: 'br/plan/stream/b' }
    const clone = at(workspace.clone)
    const commit = clone.git('commit-tree', `${base}^{tree}`, '-p', base, '-m', 'kept')
    clone.git('update-ref', 'refs/heads/br/plan/stream/b', commit)
    expect(value(await prepareWorkspace({ ...other, start: base })).head).toBe(commit)
  })

  test('one that was half made when git was killed is made anew', async () => {
    const { workspace, inside, base } = await setUp()
    const gitDir = inside.git('rev-parse', '--absolute-git-dir')
    writeFileSync(join(gitDir, 'locked'), 'initializing')
    writeFileSync(join(gitDir, 'index.lock'), '')
    rmSync(join(gitDir, 'index'))
    rmSync(join(workspace.path, 'b.txt'))
    value(await prepareWorkspace({ ...workspace, start: base }))
    expect(inside.git('status', '--porcelain')).toBe('')
    expect(existsSync(join(workspace.path, 'b.txt'))).toBe(true)
  })

  test('files that are in the way are never removed', async () => {
    const { workspace, base } = await setUp()
    const path = freshPath('taken')
    at(path).write({ 'precious.txt': 'x' })
    const error = failure(
      await prepareWorkspace({ ...workspace, path, branch: 'br/plan/stream/c', start: base }),
    )
    expect(error.message).toMatch(/is in the way/)
    expect(existsSync(join(path, 'precious.txt'))).toBe(true)
  })

  test('says that a worker had changed the configuration', async () => {
    const { workspace, inside, base } = await setUp()
    inside.git('config', 'core.pager', 'evil')
    expect(value(await prepareWorkspace({ ...workspace, start: base })).notes).toEqual([
      expect.stringMatching(/configuration had been changed/),
    ])
  })
})

describe('openWorktree', () => {
  test('a .git that is gone or leads to another repository is mended', async () => {
    const { workspace, inside, user } = await setUp()
    for (const spoil of [
      () => rmSync(join(workspace.path, '.git')),
      () => writeFileSync(join(workspace.path, '.git'), `gitdir: ${user.root}/.git\n`),
      () => {
        rmSync(join(workspace.path, '.git'))
        symlinkSync(join(user.root, '.git'), join(workspace.path, '.git'))
      },
    ]) {
      spoil()
      const { notes } = value(await openWorktree(workspace.clone, workspace.path))
      expect(notes).toEqual([expect.stringMatching(/it was mended/)])
      expect(inside.git('rev-parse', '--path-format=absolute', '--git-common-dir')).toBe(workspace.clone)
    }
  })

  test('a commondir that leads to another config is mended', async () => {
    const { workspace, user } = await setUp()
    const gitDir = (await registeredWorktree(workspace.clone, workspace.path))!
    writeFileSync(join(gitDir, 'commondir'), `${user.root}/.git\n`)
    expect(value(await openWorktree(workspace.clone, workspace.path)).notes).toHaveLength(1)
    expect(readFileSync(join(gitDir, 'commondir'), 'utf8')).toBe('../..\n')
  })

  test('a repository made in place of the workspace is refused and kept', async () => {
    const { workspace } = await setUp()
    rmSync(join(workspace.path, '.git'))
    mkdirSync(join(workspace.path, '.git'))
    expect(failure(await openWorktree(workspace.clone, workspace.path)).message).toMatch(
      /another git repository/,
    )
  })
})

describe('workspaceState', () => {
  test('tells head, branch and cleanness, without taking the worker’s index lock', async () => {
    const { workspace, inside, base } = await setUp()
    expect(value(await workspaceState(workspace))).toEqual({
      head: base,
      branchOk: true,
      clean: true,
      unmerged: [],
    })
    const gitDir = inside.git('rev-parse', '--absolute-git-dir')
    writeFileSync(join(gitDir, 'index.lock'), '')
    inside.write({ ' odd\nname 🚀': 'x' })
    expect(value(await workspaceState(workspace))).toMatchObject({ clean: false })
    rmSync(join(gitDir, 'index.lock'))
    inside.git('checkout', '--quiet', '--detach')
    expect(value(await workspaceState(workspace)).branchOk).toBe(false)
  })
})
