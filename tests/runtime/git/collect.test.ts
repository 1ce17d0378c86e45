import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { collectWork } from '../../../source/runtime/git/collect.ts'
import { mergeIntoWorkspace } from '../../../source/runtime/git/merge-into-workspace.ts'
import { at, failure, value } from '../../helpers/repo.ts'
import { commitInClone, lines, type Setup, setUp } from './setup.ts'

const collect = ({ workspace, base }: Setup, more: { excludePatterns?: string[]; title?: string } = {}) =>
  collectWork({ ...workspace, base, tasks: ['a.1', 'a.2'], title: 'Stream A, batch 1', ...more })

describe('what is left uncommitted', () => {
  test('becomes one commit with the tasks as a trailer, whatever the names', async () => {
    const here = await setUp()
    const { inside, base } = here
    const own = inside.commit({ 'own.txt': 'by the worker\n' })
    const odd = ['-rf', 'with space', 'new\nline', '🚀.txt', 'folder/"quoted"']
    inside.write(Object.fromEntries(odd.map((name) => [name, 'odd\n'])))
    rmSync(join(inside.root, 'b.txt'))
    inside.git('mv', 'a.txt', 'renamed.txt')

    const work = value(await collect(here))
    expect(work).toMatchObject({ base, left: [], notes: [] })
    expect(work.commits).toEqual([own, work.head])
    expect(work.files.sort()).toEqual([...odd, 'a.txt', 'b.txt', 'own.txt', 'renamed.txt'].sort())
    expect(inside.git('log', '-1', '--format=%an <%ae>|%B')).toBe(
      'Ada Tester <ada@example.com>|Stream A, batch 1\n\nBr-Task: a.1, a.2\n',
    )
    expect(inside.git('log', '-1', '--format=%(trailers:key=Br-Task,valueonly)')).toBe('a.1, a.2\n')
    expect(inside.git('status', '--porcelain')).toBe('')
  })

  test('is no commit when there is nothing', async () => {
    const here = await setUp()
    expect(value(await collect(here))).toEqual({
      head: here.base,
      base: here.base,
      commits: [],
      files: [],
      left: [],
      notes: [],
    })
  })

  test('does not take ignored files, environments, keys, large files and nested repositories, and says which', async () => {
    const here = await setUp({ 'a.txt': 'a\n', '.gitignore': 'build/\n' })
    const { inside } = here
    const names = [
      '.env',
      'app/.env.local',
      'server.PEM',
      'tls.key',
      'id_rsa',
      'id_ed25519.pub',
      'x.p12',
      'x.pfx',
    ]
    inside.write(Object.fromEntries(names.map((name) => [name, 'x\n'])))
    inside.write({
      'large.bin': 'x'.repeat(5 * 1024 * 1024 + 1),
      'build/out': 'x',
      'good.txt': 'x',
      'a.secret': 'x',
    })
    const nested = at(join(inside.root, 'nested'))
    mkdirSync(nested.root)
    nested.git('init', '--quiet')
    // A worker that adds everything does not get round it.
    inside.git('add', '--force', '.env', 'large.bin', 'tls.key')

    const work = value(await collect(here, { excludePatterns: ['*.secret'] }))
    expect(work.files).toEqual(['good.txt'])
    expect(work.left.map(({ file }) => file).sort()).toEqual(
      [...names, 'a.secret', 'large.bin', 'nested/'].sort(),
    )
    expect(work.left.find(({ file }) => file === 'large.bin')?.why).toBe('larger than 5 MB')
    expect(readFileSync(join(inside.root, '.env'), 'utf8')).toBe('x\n')
  })

  test('does not take a repository that was added as if it were a submodule', async () => {
    const here = await setUp()
    const nested = at(join(here.inside.root, 'nested'))
    mkdirSync(nested.root)
    nested.git('init', '--quiet')
    nested.git(
      '-c',
      'user.name=x',
      '-c',
      'user.email=x@example.com',
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'x',
    )
    here.inside.git('add', 'nested')
    const work = value(await collect(here))
    expect([work.files, work.left]).toEqual([[], [{ file: 'nested', why: 'a git repository of its own' }]])
  })

  test('takes changes of what the repository had before, like an .env.example', async () => {
    const here = await setUp({ '.env.example': 'A=\n', '.env.old': 'x\n' })
    here.inside.write({ '.env.example': 'A=\nB=\n' })
    rmSync(join(here.inside.root, '.env.old'))
    expect(value(await collect(here))).toMatchObject({ files: ['.env.example', '.env.old'], left: [] })
  })

  test('cannot add a trailer through a title from a plan', async () => {
    const here = await setUp()
    here.inside.write({ x: 'x' })
    value(await collect(here, { title: 'Title\n\nBr-Task: evil\u001b[2J\nSigned-off-by: Eve' }))
    expect(here.inside.git('log', '-1', '--format=%(trailers:only,unfold)')).toBe('Br-Task: a.1, a.2\n')
  })

  test('is committed despite locks that a killed worker left', async () => {
    const here = await setUp()
    const gitDir = here.inside.git('rev-parse', '--absolute-git-dir')
    here.inside.write({ x: 'x' })
    writeFileSync(join(gitDir, 'index.lock'), '')
    writeFileSync(join(gitDir, 'HEAD.lock'), '')
    writeFileSync(join(here.workspace.clone, `refs/heads/${here.workspace.branch}.lock`), '')
    expect(value(await collect(here)).files).toEqual(['x'])
  })

  test('keeps a name that is no UTF-8 and a link as a link', async () => {
    const here = await setUp()
    writeFileSync(Buffer.concat([Buffer.from(`${here.inside.root}/caf`), Buffer.from([0xe9])]), 'x')
    symlinkSync('/etc/passwd', join(here.inside.root, 'link'))
    value(await collect(here))
    expect(here.inside.git('ls-tree', 'HEAD', '--', 'link')).toMatch(/^120000 /)
    expect(here.inside.git('ls-files')).toContain('caf\\351')
  })

  test('is signed when the user signs', async () => {
    const here = await setUp()
    here.user.git('config', 'commit.gpgsign', 'true')
    here.user.git('config', 'gpg.program', 'false')
    const signed = await setUpFrom(here)
    signed.inside.write({ x: 'x' })
    expect(failure(await collect(signed)).message).toMatch(/gpg failed to sign/)
  })
})

describe('where the work is', () => {
  test('a detached HEAD and another branch are brought back onto ours, with a note', async () => {
    for (const leave of [['--detach'], ['-b', 'feature/x']]) {
      const here = await setUp()
      here.inside.git('checkout', '--quiet', ...leave)
      here.inside.commit({ x: 'committed' })
      here.inside.write({ y: 'uncommitted' })
      const work = value(await collect(here))
      expect(work.files).toEqual(['x', 'y'])
      expect(work.notes).toEqual([expect.stringMatching(/brought onto br\/plan\/stream\/a/)])
      expect(here.inside.git('symbolic-ref', '--short', 'HEAD')).toBe(here.workspace.branch)
      expect(here.inside.git('rev-parse', here.workspace.branch)).toBe(work.head)
    }
  })

  test('work that does not continue from base is left alone', async () => {
    const here = await setUp()
    here.inside.git('checkout', '--quiet', '--orphan', 'fresh')
    here.inside.commit({ x: 'x' })
    const head = here.inside.git('rev-parse', 'HEAD')
    const error = failure(await collect(here))
    expect(error).toMatchObject({ kind: 'moved', message: expect.stringMatching(/does not continue from/) })
    expect(here.inside.git('rev-parse', 'HEAD')).toBe(head)
  })

  test('commits on both branches are not given up', async () => {
    const here = await setUp()
    const kept = here.inside.commit({ x: 'on ours' })
    here.inside.git('checkout', '--quiet', '-b', 'other', here.base)
    here.inside.commit({ y: 'on other' })
    expect(failure(await collect(here)).kind).toBe('moved')
    expect(here.inside.git('rev-parse', here.workspace.branch)).toBe(kept)
  })

  test('a branch without any commit is a sentence, not a crash', async () => {
    const here = await setUp()
    here.inside.git('checkout', '--quiet', '--orphan', 'fresh')
    expect(failure(await collect(here)).message).toMatch(/without commits/)
  })
})

describe('a merge in progress', () => {
  async function inConflict() {
    const here = await setUp({ 'a.txt': lines('a'), 'b.txt': lines('b') })
    const landed = { 'a.txt': 'landed\n', 'certs/ca.pem': 'public\n' }
    const target = commitInClone(here.workspace.clone, here.base, landed)
    const head = here.inside.commit({ 'a.txt': 'own\n' })
    value(await mergeIntoWorkspace({ ...here.workspace, target, snapshotRef: 'refs/br/snapshot/a' }))
    return { ...here, target, head }
  }

  test('is refused while markers are left, and named', async () => {
    const here = await inConflict()
    expect(failure(await collect(here))).toMatchObject({ kind: 'markers', files: ['a.txt'] })
    here.inside.git('add', 'a.txt')
    expect(failure(await collect(here))).toMatchObject({ kind: 'markers', files: ['a.txt'] })
    expect(here.inside.git('rev-parse', 'HEAD')).toBe(here.head)
  })

  test('is refused even when the worker committed the markers', async () => {
    const here = await inConflict()
    here.inside.commit({})
    expect(failure(await collect(here))).toMatchObject({ kind: 'markers', files: ['a.txt'] })
  })

  test('is finished with both parents once it is resolved, and drops nothing that had landed', async () => {
    const here = await inConflict()
    here.inside.write({ 'a.txt': 'both\n' })
    const work = value(await collect(here))
    expect(here.inside.git('rev-parse', `${work.head}^1`, `${work.head}^2`)).toBe(
      `${here.head}\n${here.target}`,
    )
    expect(here.inside.git('show', `${work.head}:certs/ca.pem`)).toBe('public')
    expect(work.left).toEqual([])
  })
})

/** Another workspace of the same user, made with the settings as they are now. */
async function setUpFrom({ user }: Setup): Promise<Setup> {
  const { ensureWorkClone } = await import('../../../source/runtime/git/clones.ts')
  const { prepareWorkspace } = await import('../../../source/runtime/git/workspace.ts')
  const { freshPath } = await import('../../helpers/repo.ts')
  const base = user.git('rev-parse', 'HEAD')
  const workspace = { clone: freshPath('work.git'), path: freshPath('workspace'), branch: 'br/plan/stream/a' }
  value(await ensureWorkClone({ source: user.root, path: workspace.clone, base }))
  value(await prepareWorkspace({ ...workspace, start: base }))
  return { user, base, workspace, inside: at(workspace.path) }
}
