import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { doBatch, isDone, openPlan, type Rig } from '../../helpers/host.ts'
import { planText, type StreamText } from '../../helpers/loop-repo.ts'

type Streams = Record<string, StreamText>

const ALPHA = { days: 2, tasks: ['Draw the first half', 'Write the second half'] }

/** A session whose plan is a file of the repository. */
async function openFile(...phases: Streams[]): Promise<Rig> {
  const rig = await openPlan(planText(...phases))
  write(rig, ...phases)
  return rig
}

const write = ({ repo }: Rig, ...phases: Streams[]) =>
  writeFileSync(join(repo.root, 'PLAN.md'), planText(...phases))

const titles = (rig: Rig, stream: string): string[] =>
  rig
    .session()
    .plan.phases.flatMap(({ streams }) => streams)
    .filter(({ id }) => id === stream)
    .flatMap(({ tasks }) => tasks.map(({ title }) => title))

test('a plan that an editor replaces is read again while a batch runs; what is done stays done', async () => {
  const rig = await openFile({ Alpha: ALPHA, Beta: {} })
  await doBatch(rig, 'alpha', { 'alpha.txt': '1\n' })
  await rig.type('continue beta')
  const agent = await rig.stage.next('beta')
  // As an editor saves: another file, renamed over it.
  const tasks = ['Look around', ...ALPHA.tasks]
  const next = join(rig.repo.root, 'PLAN.md~')
  writeFileSync(next, planText({ Alpha: { ...ALPHA, tasks }, Beta: {}, Gamma: {} }))
  renameSync(next, join(rig.repo.root, 'PLAN.md'))
  await rig.until('the new stream', ({ streams }) => streams.gamma?.workspace.state === 'ready')

  expect(titles(rig, 'alpha')).toEqual(tasks)
  expect(rig.notes('orchestrator')).toMatch(/\+ stream gamma: 1 task, 1 days\n.*\+ alpha: Look around/)
  expect(rig.stream('alpha').batches.map(({ tasks: ids }) => ids)).toEqual([
    ['alpha.1'],
    ['alpha.6', 'alpha.2'],
  ])
  agent.finish({ 'beta.txt': 'b\n' })
  await rig.until('beta', isDone('beta', agent.batch))
  const again = await doBatch(rig, 'alpha', { 'alpha.txt': '2\n' })
  expect(again.command.tasks.map(({ description }) => description)).toEqual([
    'Look around',
    'Write the second half',
  ])
  await doBatch(rig, 'gamma', { 'gamma.txt': 'c\n' })
  expect(await rig.type('merge')).toMatchObject({ exit: 0 })
})

test('a plan with errors changes nothing, and says why', async () => {
  const rig = await openFile({ Alpha: ALPHA, Beta: {} })
  const before = rig.session().plan
  write(rig, { Alpha: { ...ALPHA, after: 'Beta' }, Beta: { after: 'Alpha' } })
  await rig.until('the note', ({ notes }) => notes.some(({ text }) => text.includes('The plan has errors')))
  expect(rig.notes('orchestrator')).toMatch(/nothing has changed\. PLAN\.md:\d+:\d+: .*(alpha|beta)/i)
  expect(rig.session().plan).toEqual(before)
  expect(await rig.type('replan')).toMatchObject({ exit: 2 })
  write(rig, { Alpha: ALPHA, Beta: {} })
  expect(await rig.type('replan')).toEqual({ exit: 0, text: 'The plan is as it was.' })
})

test('a begun stream that the plan lost waits for a word; dropped, its branch stays and the rest merges', async () => {
  const rig = await openFile({ Alpha: ALPHA, Beta: {} })
  await doBatch(rig, 'alpha', { 'alpha.txt': '1\n' })
  await doBatch(rig, 'beta', { 'beta.txt': 'b\n' })
  write(rig, { Beta: {} })
  await rig.until('the question', ({ streams }) => streams.alpha?.absent === 'asked')
  expect(rig.notes('orchestrator')).toContain("until you say 'drop alpha' or 'keep alpha'")
  expect(await rig.type('continue alpha')).toMatchObject({ exit: 0 })
  expect(rig.stream('alpha').batches[1]?.attempts).toEqual([])
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0, text: expect.stringContaining('beta') })
  expect(rig.stream('alpha').batches[0]?.landedIn).toBeNull()
  expect(await rig.type('drop beta')).toMatchObject({ exit: 1 })
  expect(await rig.type('drop alpha')).toMatchObject({ exit: 0 })
  expect(Object.keys(rig.session().streams)).toEqual(['beta'])
  expect(rig.repo.git('show', 'br/a-small-build/stream/alpha:alpha.txt')).toBe('1')
  expect(await rig.type('merge')).toMatchObject({ exit: 0 })
})

test('kept, it goes on; a plan that has it again asks nothing any more', async () => {
  const rig = await openFile({ Alpha: ALPHA, Beta: {} })
  await doBatch(rig, 'alpha', { 'alpha.txt': '1\n' })
  write(rig, { Beta: {} })
  expect(await rig.type('replan')).toMatchObject({ exit: 0 })
  expect(await rig.type('keep alpha')).toMatchObject({ exit: 0 })
  await doBatch(rig, 'alpha', { 'alpha.txt': '2\n' })
  write(rig, { Alpha: ALPHA, Beta: {} })
  await rig.type('replan')
  expect(rig.stream('alpha').absent).toBeNull()
  expect(rig.stream('alpha').batches.map(({ attempts }) => attempts.length)).toEqual([1, 1])
})

test('what changed while no host lived is read by the next one', async () => {
  const rig = await openFile({ Alpha: ALPHA, Beta: {} })
  await doBatch(rig, 'alpha', { 'alpha.txt': '1\n' })
  await rig.dropHost()
  write(rig, { Alpha: { ...ALPHA, tasks: [...ALPHA.tasks, 'Read it once more'] }, Beta: {} })
  await rig.nextHost()
  await rig.until('the task', () => titles(rig, 'alpha').length === 3)
  expect(isDone('alpha', 'batch_1')(rig.session())).toBe(true)
})

test('commands that a changed plan brings run only once they are trusted', async () => {
  const steps = (command: string) => ({
    Alpha: { tasks: [`The work\n   \`\`\`sh\n   ${command}\n   \`\`\``] },
  })
  const rig = await openPlan(planText(steps('touch a')), { agent: 'scripted' })
  write(rig, steps('touch b'))
  expect(await rig.type('replan')).toMatchObject({
    exit: 2,
    text: expect.stringContaining('nobody has trusted'),
  })
  expect(await rig.open(planText(steps('touch b')), { trust: false })).toMatchObject({ ok: false })
  expect(await rig.open(planText(steps('touch b')), { agent: undefined })).toMatchObject({ ok: true })
  expect(await rig.type('replan')).toMatchObject({ text: 'The plan is as it was.' })
})
