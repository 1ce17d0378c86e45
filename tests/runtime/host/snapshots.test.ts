import { expect, test, vi } from 'vitest'
import { isDone, openPlan } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { at } from '../../helpers/repo.ts'

test('what is uncommitted is kept while a worker runs, and nothing looks once none does', async () => {
  const repo = makeProject({ config: { timeouts: { snapshot: 1 } } })
  const rig = await openPlan(planText({ Alpha: {} }), { repo })
  await rig.type('continue alpha')
  const agent = await rig.stage.next('alpha')
  agent.inside.write({ 'alpha.txt': 'half\n', 'new/untracked.txt': 'x\n' })
  const { run } = rig.stream('alpha').batches[0]?.attempts[0] ?? {}
  const clone = at(rig.places.workClone)
  const ref = `refs/br-snapshots/${rig.session().slug}/${run}`
  const shown = (file: string) => () => expect(clone.git('show', `${ref}:${file}`))
  await vi.waitFor(() => shown('alpha.txt')().toBe('half'), { timeout: 30_000, interval: 200 })
  shown('new/untracked.txt')().toBe('x')
  // Its own index and branch stay as they are.
  expect(agent.inside.git('diff', '--cached', '--name-only')).toBe('')
  agent.inside.write({ 'alpha.txt': 'whole\n' })
  await vi.waitFor(() => shown('alpha.txt')().toBe('whole'), { timeout: 30_000, interval: 200 })
  agent.finish({ 'alpha.txt': 'whole\n' })
  await rig.until('done', isDone('alpha', 'batch_1'))
  await rig.host.loop.idle()
  expect(rig.stream('alpha').batches[0]?.attempts).toHaveLength(1)
})
