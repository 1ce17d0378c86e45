import { expect, test } from 'vitest'
import type { PlanReport } from '../../../source/model/plan.ts'
import { allStreams } from '../../../source/plan/stream-graph.ts'
import { cli, openPlan } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { openIn, planFile } from './open-in.ts'

const cyclic = planText({ Alpha: { after: 'Beta' }, Beta: { after: 'Alpha' } })
test.each([
  ['that is empty', '', /:1:1: error empty-plan|:1:1: .*The plan is empty/],
  ['that is binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), /This is no text: it has zero bytes/],
  ['that is over 2 MB', `# Plan\n${'word '.repeat(450_000)}`, /over 2 MB/],
  ['that goes in a circle', cyclic, /:\d+:\d+: .*(circle|cycle|wait)/i],
  ['without phases', 'Dear diary,\n', /No phases or streams found/],
])('a plan %s is refused with its place, exit 2, and nothing is begun', async (_, text, said) => {
  const repo = makeProject()
  const file = planFile(text)
  const { exit, err } = await openIn(repo, file, '--trust', '--agent', 'manual')
  expect([exit, err]).toEqual([2, expect.stringMatching(said)])
  expect(err).toMatch(/PLAN\.md:\d+:\d+: /)
  expect(repo.git('branch', '--list', 'br/*')).toBe('')
  expect(await cli('status', '--cwd', repo.root)).toMatchObject({
    exit: 1,
    err: expect.stringContaining('no session'),
  })
  const { exit: planExit, out } = await cli('plan', file, '--json')
  // Of one that goes in a circle all is understood; it has a finding that keeps it from being run.
  expect(planExit).toBe(text === cyclic ? 3 : 2)
  expect(JSON.parse(out).diagnostics.some(({ severity }: { severity: string }) => severity === 'error')).toBe(
    true,
  )
})

test('a plan that is not there, or a folder: exit 2', async () => {
  const repo = makeProject()
  expect(await openIn(repo, '/nowhere/PLAN.md')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('There is no plan /nowhere/PLAN.md.'),
  })
  expect(await openIn(repo, repo.root)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('is a folder, not a plan'),
  })
})

test('names of streams are only names: no path, no option, no shell, no clash with ours', async () => {
  const names = [
    'a/../../etc',
    '..',
    '; rm -rf .',
    'two words',
    '🚀',
    'Integration',
    '--help',
    '$(id)',
    'CON',
    '`x`',
    'All',
  ]
  const streams = names.map((name) => `#### Stream: ${name} (1 day)\n\n**Work:**\n1. Do it\n`).join('\n')
  const text = `# Names\n\n### Phase 1: Odd Ones - PARALLEL\n\n${streams}`
  const report: PlanReport = JSON.parse((await cli('plan', planFile(text), '--json')).out)
  const ids = allStreams(report).map(({ id }) => id)
  expect(ids).toHaveLength(names.length)
  expect(new Set(ids).size).toBe(names.length)
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  expect(ids.filter((id) => ['integration', 'all', 'orchestrator'].includes(id))).toEqual([])

  const rig = await openPlan(text, { workers: 4 })
  await rig.type('continue')
  for (const _ of names) (await rig.stage.next()).finish({ [`${rig.stage.runs.length}.txt`]: '' })
  await rig.until('all done', ({ streams: all }) =>
    Object.values(all).every(({ batches }) => batches[0]?.attempts[0]?.ending?.kind === 'done'),
  )
  expect(await rig.type('merge')).toMatchObject({ exit: 0 })
  expect(rig.repo.git('branch', '--list', 'br/*').split('\n')).toHaveLength(names.length + 1)
})

test('two streams of one name in a phase are refused with both places', async () => {
  const text = `# Names\n\n### Phase 1: Two - PARALLEL\n\n${'#### Stream: Same (1 day)\n\n**Work:**\n1. Do it\n\n'.repeat(2)}`
  const { exit, err } = await openIn(makeProject(), planFile(text), '--agent', 'manual')
  expect([exit, err]).toEqual([
    2,
    expect.stringMatching(/PLAN\.md:10:1: error duplicate-name: Line 5 has a stream "Same"/),
  ])
})
