import { expect, test } from 'vitest'
import { currentBatch, lastAttempt } from '../../../source/engine/batch-state.ts'
import type { Session } from '../../../source/model/session.ts'
import { doBatch, isDone, openPlan, type Rig } from '../../helpers/host.ts'
import type { ToldAgent } from '../../helpers/loop-agents.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'

const PLAN = planText({
  Alpha: { days: 3, tasks: ['Draw `one.txt`', 'Write `two.txt`', 'Sing `three.txt`'] },
  Beta: { tasks: ['Read `beta.txt`'] },
})

/** Alpha is at its first batch, and a free worker has taken its last one. */
async function helped() {
  const repo = makeProject({ files: { 'br.config.json': JSON.stringify({ help: 'on' }) } })
  const rig = await openPlan(PLAN, { repo, workers: 2 })
  await rig.type('continue alpha')
  const own = await rig.stage.next('alpha')
  expect(await rig.type('assist alpha')).toEqual({ exit: 0, text: 'alpha-help takes batch_3 of alpha.' })
  const other = await rig.stage.next('alpha-help')
  return { rig, own, other }
}

const onIntegration = ({ repo }: Rig, file: string) =>
  repo.git('show', `br/a-small-build/integration:${file}`)

test('help works beside the stream, in a workspace and on a branch of its own, and lands with it', async () => {
  const { rig, own, other } = await helped()
  expect(other.command.tasks).toMatchObject([{ id: 'alpha.3', files: ['three.txt'] }])
  expect(rig.stream('alpha-help').workspace.path).not.toBe(rig.stream('alpha').workspace.path)
  expect(rig.notes('orchestrator')).toContain('It works as alpha-help, in a workspace of its own')
  other.finish({ 'three.txt': '3\n' })
  await rig.until('the help', isDone('alpha-help', 'batch_3'))
  own.finish({ 'one.txt': '1\n' })
  await rig.until('its own', isDone('alpha', 'batch_1'))
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  expect([onIntegration(rig, 'one.txt'), onIntegration(rig, 'three.txt')]).toEqual(['1', '3'])
  expect(rig.repo.git('show', 'br/a-small-build/stream/alpha-help:three.txt')).toBe('3')
  await doBatch(rig, 'alpha', { 'two.txt': '2\n' })
  await doBatch(rig, 'beta', { 'beta.txt': 'b\n' })
  expect(await rig.type('merge')).toMatchObject({
    exit: 0,
    text: expect.stringContaining('All streams merged'),
  })
})

test('help that writes a file of the stream is not let through; in one that nobody has, the two conflict', async () => {
  const { rig, own, other } = await helped()
  other.finish({ 'one.txt': 'of help\n' })
  const again = await rig.stage.next('alpha-help')
  expect(again.command.failure).toContain('the plan gives it to alpha')
  own.finish({ 'shared.txt': 'of alpha\n' })
  await rig.until('its own', isDone('alpha', 'batch_1'))
  again.inside.git('reset', '--hard', 'HEAD~1')
  again.finish({ 'shared.txt': 'of help\n', 'three.txt': '3\n' })
  await rig.until('the help', isDone('alpha-help', 'batch_3'))
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 4 })
  const [out = ''] = rig.session().landings[0]?.leftOut.map(({ stream }) => stream) ?? []
  await rig.host.loop.idle()
  expect(currentBatch(rig.stream(out))).toMatchObject({ kind: 'conflict', files: ['shared.txt'] })
  await rig.type(`continue ${out}`)
  const mending = await rig.stage.next(out)
  mending.finish({ 'shared.txt': 'of both\n' })
  await rig.until('mended', isDone(out, mending.batch))
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  expect([onIntegration(rig, 'shared.txt'), onIntegration(rig, 'three.txt')]).toEqual(['of both', '3'])
})

test('help outlives its host; cancelled, it is tried again by retry', async () => {
  const { rig, other } = await helped()
  await rig.dropHost()
  await rig.nextHost()
  other.finish({ 'three.txt': '3\n' })
  await rig.until('the help', isDone('alpha-help', 'batch_3'))
  // It has nothing left to do, so it takes the next one too.
  await rig.type('assist alpha')
  await rig.stage.next('alpha-help')
  expect(await rig.type('cancel alpha-help')).toMatchObject({ exit: 0 })
  expect(lastAttempt(currentBatch(rig.stream('alpha-help')) as never)?.ending?.kind).toBe('cancelled')
  await rig.type('retry alpha-help')
  const again = await rig.stage.next('alpha-help')
  expect(again.command.tasks).toMatchObject([{ id: 'alpha.2' }])
  expect(again.inside.git('ls-files', 'three.txt')).toBe('three.txt')
})

test('in auto it comes by itself once nothing else waits for a worker', async () => {
  const repo = makeProject({ files: { 'br.config.json': JSON.stringify({ help: 'on' }) } })
  const rig = await openPlan(PLAN, { repo, workers: 2, auto: 'on' })
  const write = (agent: ToldAgent) => {
    const [task] = agent.command.tasks
    agent.finish({ [task?.files[0] ?? '']: `${task?.id}\n` })
  }
  const own = await rig.stage.next('alpha')
  write(await rig.stage.next('beta'))
  write(await rig.stage.next('alpha-help'))
  write(own)
  // Whoever is done first has taken it.
  const doers = ({ streams }: Session) =>
    Object.values(streams).filter(({ batches }) =>
      batches.some(({ tasks, attempts }) => tasks[0] === 'alpha.2' && attempts.length > 0),
    )
  await rig.until('the last batch', (session) => doers(session).length > 0)
  write(await rig.stage.next(doers(rig.session())[0]?.id as string))
  await rig.until('the end', ({ ended }) => ended?.how === 'finished')
  const files = ['one.txt', 'two.txt', 'three.txt', 'beta.txt']
  expect(files.map((file) => onIntegration(rig, file))).toEqual(['alpha.1', 'alpha.2', 'alpha.3', 'beta.1'])
})
