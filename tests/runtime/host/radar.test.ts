import { expect, test } from 'vitest'
import { cli, openPlan, type Rig } from '../../helpers/host.ts'
import { planText } from '../../helpers/loop-repo.ts'

const TWO = planText({ Alpha: {}, Beta: {} })

const begin = async (rig: Rig, stream: string) => {
  expect((await rig.type(`continue ${stream}`)).exit).toBe(0)
  return rig.stage.next(stream)
}

test('a conflict of what nobody has committed yet is told before any checkpoint, once, and that it is over', async () => {
  const rig = await openPlan(TWO)
  const alpha = await begin(rig, 'alpha')
  const beta = await begin(rig, 'beta')
  const index = alpha.inside.git('ls-files', '--debug')
  alpha.inside.write({ 'README.md': 'of alpha\n', 'alpha.txt': 'a\n' })
  beta.inside.write({ 'README.md': 'of beta\n' })
  await rig.until('seen', ({ foreseen }) => foreseen.length > 0)
  expect(rig.session().foreseen).toMatchObject([
    {
      a: 'alpha',
      b: 'beta',
      files: [{ file: 'README.md', ofA: [{ first: 1, last: 1 }], ofB: [{ first: 1, last: 1 }] }],
    },
  ])
  expect(rig.session().landings).toEqual([])
  const told =
    /Conflict ahead: alpha \(.+\) and beta \(.+\): README\.md \(alpha line 1, beta line 1\)\. alpha should go first\./g
  expect(rig.notes('orchestrator').match(told)).toHaveLength(1)
  expect(alpha.inside.git('ls-files', '--debug')).toBe(index)
  expect((await rig.type('status')).text).toContain('≠ alpha')
  expect((await rig.type('check beta')).text).toContain('Conflict ahead: alpha')
  expect(JSON.parse((await cli('status', '--json', '--cwd', rig.repo.root)).out).conflicts).toMatchObject({
    pairs: [{ a: 'alpha', b: 'beta' }],
    order: ['alpha', 'beta'],
  })

  beta.inside.write({ 'README.md': 'hello\n', 'beta.txt': 'b\n' })
  await rig.until('over', ({ foreseen }) => foreseen.length === 0)
  expect(rig.notes('orchestrator')).toContain('No longer in conflict: alpha and beta.')
})

test('once one side has landed it is a conflict with what has landed; the next host sees it again', async () => {
  const rig = await openPlan(TWO)
  const beta = await begin(rig, 'beta')
  beta.inside.commit({ 'README.md': 'of beta\n' })
  const alpha = await begin(rig, 'alpha')
  alpha.finish({ 'README.md': 'of alpha\n' })
  await rig.until('seen', ({ foreseen }) => foreseen.length > 0)
  await rig.until('done', ({ streams }) => streams.alpha?.batches[0]?.attempts[0]?.ending?.kind === 'done')
  expect((await rig.type('checkpoint')).exit).toBe(0)
  await rig.until('with what has landed', ({ foreseen }) => foreseen.some(({ b }) => b === null))
  expect(rig.session().foreseen).toMatchObject([{ a: 'beta', b: null, files: [{ file: 'README.md' }] }])
  expect(rig.notes('orchestrator')).not.toContain('No longer in conflict')

  await rig.dropHost()
  beta.inside.commit({ 'README.md': 'hello\n', 'beta.txt': 'b\n' })
  await rig.nextHost()
  await rig.until('over', ({ foreseen }) => foreseen.length === 0)
  expect(rig.notes('orchestrator')).toContain('No longer in conflict: beta and what has landed.')
})
