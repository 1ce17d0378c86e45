import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { doBatch, isDone, openPlan, type Rig } from '../../helpers/host.ts'
import { planText } from '../../helpers/loop-repo.ts'
import { at } from '../../helpers/repo.ts'

// What a person deletes, or does in their own repository, while a session is at work.

const INTEGRATION = 'br/a-small-build/integration'
const THREE = planText({ Alpha: {}, Beta: {}, Gamma: {} })

const landedFiles = ({ repo }: Rig): string[] => repo.git('ls-tree', '--name-only', INTEGRATION).split('\n')
const checkpoint = async (rig: Rig) => {
  const { exit, text } = await rig.type('checkpoint')
  expect(exit, text).toBe(0)
  await rig.host.loop.idle()
}

test('both clones deleted while the host runs: they are made again, and what lies uncommitted in a workspace lands', async () => {
  const rig = await openPlan(THREE)
  await doBatch(rig, 'alpha', { 'alpha.txt': 'one\n' })
  await checkpoint(rig)
  await rig.type('continue beta')
  const beta = await rig.stage.next('beta')
  beta.inside.write({ 'beta.txt': 'half\n' })
  rmSync(rig.places.workClone, { recursive: true })
  rmSync(rig.places.landClone, { recursive: true })
  beta.finish({ 'beta.txt': 'whole\n' })
  await rig.until('beta done', isDone('beta', 'batch_1'))
  await doBatch(rig, 'gamma', { 'gamma.txt': 'g\n' })
  await checkpoint(rig)
  expect(rig.notes('orchestrator')).toContain(`${rig.places.workClone} was gone; it was made again`)
  expect(rig.notes('orchestrator')).toContain(`${rig.places.landClone} was gone; it was made again`)
  expect(landedFiles(rig)).toEqual(expect.arrayContaining(['alpha.txt', 'beta.txt', 'gamma.txt']))
  expect(rig.repo.git('show', `${INTEGRATION}:beta.txt`)).toBe('whole')
  expect(rig.repo.git('fsck', '--no-dangling')).toBe('')
})

test.each([
  ['its HEAD overwritten', (clone: string) => writeFileSync(join(clone, 'HEAD'), '\0'.repeat(40))],
  ['its objects gone', (clone: string) => rmSync(join(clone, 'objects'), { recursive: true })],
])(
  'work.git with %s: the next host moves it aside, says so, and goes on with the work that was in it',
  async (_, damage) => {
    const rig = await openPlan(THREE)
    await doBatch(rig, 'alpha', { 'alpha.txt': 'one\n' })
    await rig.host.loop.idle()
    const { workspace } = rig.stream('alpha')
    at(workspace.path as string).write({ 'mine.txt': 'typed by a person\n' })
    await rig.dropHost()
    damage(rig.places.workClone)
    await rig.nextHost()
    await doBatch(rig, 'beta', { 'beta.txt': 'b\n' })
    await checkpoint(rig)
    const { workClone } = rig.places
    expect(rig.notes('orchestrator')).toContain(
      `${workClone} could not be read and was moved to ${workClone}.broken-`,
    )
    expect(readdirSync(dirname(workClone)).join()).toContain('work.git.broken-')
    expect(rig.notes('orchestrator')).toContain('The workspace of alpha was hung onto it')
    expect(landedFiles(rig)).toEqual(expect.arrayContaining(['alpha.txt', 'beta.txt']))
    expect(readFileSync(join(workspace.path as string, 'mine.txt'), 'utf8')).toBe('typed by a person\n')
  },
)

test('a person commits, rebases, checks out, collects garbage and leaves a lock in their own repository meanwhile', async () => {
  const rig = await openPlan(THREE)
  const { repo } = rig
  await doBatch(rig, 'alpha', { 'alpha.txt': 'one\n' })
  await checkpoint(rig)
  repo.git('checkout', '--quiet', '-b', 'feature')
  repo.commit({ 'own.txt': 'own\n' }, 'own')
  repo.git('checkout', '--quiet', 'main')
  const main = repo.commit({ 'README.md': 'hello again\n' }, 'on main')
  repo.git('checkout', '--quiet', 'feature')
  repo.git('rebase', '--quiet', 'main')
  repo.git('reflog', 'expire', '--expire=now', '--all')
  repo.git('gc', '--quiet', '--prune=now')
  writeFileSync(join(repo.root, '.git/index.lock'), '')
  await doBatch(rig, 'beta', { 'beta.txt': 'b\n' })
  await checkpoint(rig)
  expect(rig.session().landings.map(({ state }) => state)).toEqual(['published', 'published'])
  expect(readFileSync(join(repo.root, '.git/index.lock'), 'utf8')).toBe('')
  rmSync(join(repo.root, '.git/index.lock'))
  expect(repo.git('rev-parse', 'main')).toBe(main)
  expect(repo.git('symbolic-ref', '--short', 'HEAD')).toBe('feature')
  expect(repo.git('status', '--porcelain')).toBe('')
  expect(landedFiles(rig)).toEqual(expect.arrayContaining(['alpha.txt', 'beta.txt']))
  expect(repo.git('fsck', '--no-dangling')).toBe('')
})

test('branches deleted by hand: a stream lands without its own, a missing integration is said and can be put back', async () => {
  const rig = await openPlan(THREE)
  const { repo } = rig
  await doBatch(rig, 'alpha', { 'alpha.txt': 'one\n' })
  await checkpoint(rig)
  const landed = repo.git('rev-parse', INTEGRATION)
  await doBatch(rig, 'beta', { 'beta.txt': 'b\n' })
  await rig.host.loop.idle()
  repo.git('branch', '-D', 'br/a-small-build/stream/beta')

  repo.git('branch', '-D', INTEGRATION)
  await rig.type('checkpoint')
  await rig.host.loop.idle()
  expect(rig.session().landings.at(-1)).toMatchObject({ state: 'failed' })
  const mend = /git branch -f \S+ \S+/.exec(rig.session().landings.at(-1)?.detail ?? '')?.[0] as string
  repo.git(...mend.split(' ').slice(1))
  expect(repo.git('rev-parse', INTEGRATION)).toBe(landed)
  await checkpoint(rig)
  expect(landedFiles(rig)).toEqual(expect.arrayContaining(['alpha.txt', 'beta.txt']))
})

test('the machine went down and left a committed file empty: it is put back before anything works there, and that is said', async () => {
  const rig = await openPlan(THREE)
  await doBatch(rig, 'alpha', { 'alpha.txt': 'one\n' })
  await rig.host.loop.idle()
  const workspace = rig.stream('alpha').workspace.path as string
  await rig.dropHost()
  writeFileSync(join(workspace, 'alpha.txt'), '')
  writeFileSync(join(workspace, 'mine.txt'), 'mine\n')
  writeFileSync(join(rig.places.folder, 'boot-id'), 'another boot\n')
  const link = join(rig.places.workClone, 'worktrees/beta/commondir')
  writeFileSync(link, '')
  await rig.nextHost()
  await rig.host.loop.idle()
  expect(readFileSync(join(workspace, 'alpha.txt'), 'utf8')).toBe('one\n')
  expect(readFileSync(join(workspace, 'mine.txt'), 'utf8')).toBe('mine\n')
  expect(readFileSync(link, 'utf8')).toBe('../..\n')
  expect(rig.notes('orchestrator')).toMatch(
    /left files of alpha empty: alpha\.txt\. .* as they were is (\S+) in work\.git/,
  )
  const clone = at(rig.places.workClone)
  expect(clone.git('show', 'refs/br-snapshots/a-small-build/alpha-after-reboot:mine.txt')).toBe('mine')
})
