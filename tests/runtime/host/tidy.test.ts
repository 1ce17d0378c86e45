import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { doBatch, openPlan } from '../../helpers/host.ts'
import { planText } from '../../helpers/loop-repo.ts'

test('dead locks go with the next host, but never one that a person may hold in a workspace', async () => {
  const rig = await openPlan(planText({ Alpha: { days: 2, tasks: ['The first', 'The second'] } }))
  const { inside } = await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  await rig.dropHost()
  const { workClone, landClone } = rig.places
  const held = join(inside.git('rev-parse', '--absolute-git-dir'), 'index.lock')
  const dead = [join(workClone, 'packed-refs.lock'), join(workClone, 'refs/heads/alpha.lock')]
  dead.push(join(landClone, 'packed-refs.lock'))
  for (const path of [held, ...dead]) writeFileSync(path, '')
  await rig.nextHost()
  await rig.host.loop.idle()
  expect(dead.filter((path) => existsSync(path))).toEqual([])
  expect(existsSync(held)).toBe(true)
})

test('a lock that was left in a workspace does not stop what is done there next', async () => {
  const rig = await openPlan(planText({ Alpha: { days: 2, tasks: ['The first', 'The second'] } }))
  const { inside } = await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  const gitDir = inside.git('rev-parse', '--absolute-git-dir')
  for (const name of ['index', 'HEAD', 'ORIG_HEAD']) writeFileSync(join(gitDir, `${name}.lock`), '')
  expect((await rig.type('checkpoint')).exit).toBe(0)
  await doBatch(rig, 'alpha', { 'more.txt': 'b\n' })
  expect((await rig.type('checkpoint')).exit).toBe(0)
  expect(rig.repo.git('show', 'br/a-small-build/integration:more.txt')).toBe('b')
})
