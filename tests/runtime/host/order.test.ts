import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connectTo, doBatch, isDone, openPlan, typeAt } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { at } from '../../helpers/repo.ts'

test('a decision reaches every running worker at once and is committed with the next checkpoint', async () => {
  const plan = planText({ Alpha: { contracts: 'api.md' }, Beta: {} })
  const rig = await openPlan(plan, { repo: makeProject({ config: { contracts: ['types.md'] } }) })
  await rig.type('continue alpha')
  const alpha = await rig.stage.next('alpha')
  expect(alpha.command.context.contracts).toEqual(['api.md', 'types.md'])
  expect(alpha.read('BR_DECISIONS_FILE')).toContain('None so far.')
  const { env } = alpha
  const inside = await connectTo(rig.places, { BR_RUN: env.BR_RUN, BR_STREAM: env.BR_STREAM })
  expect(await typeAt(inside, 'decide Lengths are in metres,\u001b[2J never feet')).toMatchObject({ exit: 0 })
  for (const forbidden of ['merge', 'checkpoint', 'stop', 'update', 'auto on', 'approve'])
    expect(await typeAt(inside, forbidden)).toMatchObject({
      exit: 1,
      text: expect.stringContaining('is for a person to say'),
    })
  inside.close()
  await rig.host.loop.idle()
  expect(alpha.read('BR_DECISIONS_FILE')).toContain('Lengths are in metres')
  expect(alpha.read('BR_DECISIONS_FILE')).not.toContain('\u001b')
  expect(rig.session().decisions).toMatchObject([{ by: 'alpha' }])
  expect((await rig.type('decisions')).text).toContain('never feet')

  await rig.type('decide Round half up')
  await rig.type('continue beta')
  const beta = await rig.stage.next('beta')
  expect(beta.command.context.shared_decisions.map(({ by }) => by)).toEqual(['alpha', 'you'])
  alpha.finish({ 'alpha.txt': '' })
  await rig.until('alpha', isDone('alpha', 'batch_1'))
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  expect(rig.repo.git('show', 'br/a-small-build/integration:.br/decisions.md')).toMatch(
    /alpha: Lengths are in metres.*\n.*you: Round half up/,
  )
  beta.finish({ 'beta.txt': '' })
  await rig.until('beta', isDone('beta', 'batch_1'))
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  expect(rig.session().landings.map(({ decisions }) => decisions)).toEqual([2, 2])
})

test('what depends on a stream starts when that has landed; a barrier opens with the merge', async () => {
  const plan = planText({ Alpha: {}, Beta: { after: 'Alpha' } }, { Gamma: {} })
  const rig = await openPlan(plan)
  expect(await rig.type('continue beta')).toMatchObject({
    exit: 1,
    text: expect.stringContaining('beta is blocked: waits for alpha'),
  })
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  expect((await rig.type('continue beta')).exit).toBe(1)
  expect(await rig.type('merge')).toMatchObject({
    exit: 1,
    text: expect.stringMatching(
      /1 of this phase's streams are unfinished\.\n {2}beta: blocked, waits for alpha/,
    ),
  })
  await rig.type('checkpoint')
  const beta = await doBatch(rig, 'beta', { 'beta.txt': 'b\n' })
  expect(beta.inside.git('show', 'HEAD~1:alpha.txt')).toBe('a')
  expect((await rig.type('continue gamma')).text).toContain('waits for beta')
  expect(await rig.type('merge')).toMatchObject({ exit: 0 })
  const gamma = await doBatch(rig, 'gamma', { 'gamma.txt': '' })
  expect(at(gamma.inside.root).git('ls-files')).toContain('beta.txt')
  expect(join(rig.places.workspaces, 'a-small-build', 'gamma')).toBe(gamma.inside.root)
})
