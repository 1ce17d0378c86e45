import { expect, test } from 'vitest'
import { doBatch, openPlan } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'

test('gaps holds the plan against what has landed, not against what anybody has lying about', async () => {
  // One stream writes what the other is to write.
  const repo = makeProject({ config: { checks: { drift: 'off' } } })
  const rig = await openPlan(planText({ Alpha: { tasks: ['Write `alpha.py`'] }, Beta: {} }), { repo })
  const before = await rig.type('gaps')
  expect(before).toMatchObject({ exit: 0, text: expect.stringContaining('info gaps/file-missing') })
  expect(before.text).not.toContain('error')
  // It says that it is done, and has written something else.
  await doBatch(rig, 'alpha', { 'other.py': 'def save(order):\n    pass\n' })
  await doBatch(rig, 'beta', { 'beta.txt': 'done\n', 'alpha.py': 'x = 1\n' })
  rig.repo.write({ 'alpha.txt': 'mine\n' })
  expect((await rig.type('gaps')).exit).toBe(0)
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  const after = await rig.type('gaps')
  expect(after.text).toContain('warning gaps/file-missing: Alpha: there is no alpha.txt')
  expect(after.text).not.toMatch(/there is no (?:alpha\.py|beta\.txt)/)
  expect(after.exit).toBe(0)
})

test('gaps says of a landed task whose file is missing that its tick is none', async () => {
  const rig = await openPlan(planText({ Alpha: { tasks: ['Write `alpha.py`'] } }))
  await doBatch(rig, 'alpha', { 'other.py': 'x = 1\n' })
  await rig.type('checkpoint')
  expect(await rig.type('what is missing')).toMatchObject({
    exit: 3,
    text: expect.stringContaining('error gaps/tick-without-file: Write `alpha.py`: there is no alpha.py'),
  })
})
