import { rmSync } from 'node:fs'
import { join } from 'node:path'
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

const TODO = { 'alpha.py': '# TODO: all of it\nx = 1\n' }
const ALLOWED = 'todo-comment alpha.py planned for May\n'

test('gaps lets stay what is let stay where the work begins, not what the checkout says since', async () => {
  const text = planText({ Alpha: { tasks: ['Write `alpha.py`'] } })
  const open = await openPlan(text)
  await doBatch(open, 'alpha', TODO)
  await open.type('checkpoint')
  open.repo.write({ '.br-allow': ALLOWED })
  expect((await open.type('gaps')).text).toContain('warning gaps/todo-comment')
  const allowed = await openPlan(text, { repo: makeProject({ files: { '.br-allow': ALLOWED } }) })
  await doBatch(allowed, 'alpha', TODO)
  await allowed.type('checkpoint')
  rmSync(join(allowed.repo.root, '.br-allow'))
  expect((await allowed.type('gaps')).text).not.toContain('todo-comment')
})

test('gaps says whether what has landed keeps an .env from being committed', async () => {
  const rig = await openPlan(planText({ Alpha: { tasks: ['Write `.gitignore`'] } }))
  rig.repo.write({ '.gitignore': '.env\n' })
  expect((await rig.type('gaps')).text).toContain('.gitignore: info gaps/env-not-ignored')
  rmSync(join(rig.repo.root, '.gitignore'))
  await doBatch(rig, 'alpha', { '.gitignore': '.env\n' })
  await rig.type('checkpoint')
  expect((await rig.type('gaps')).text).not.toContain('env-not-ignored')
})
