import { existsSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lastAttempt } from '../../../source/engine/batch-state.ts'
import type { Session } from '../../../source/model/session.ts'
import { isAlive, processStartTime } from '../../../source/runtime/worker/sweep.ts'
import { openPlan, type Rig } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'

const attempts = ({ streams }: Session) => streams.alpha?.batches[0]?.attempts ?? []

/** Kills or stops the worker of the one batch, and waits until its try is over. */
async function lose(rig: Rig, signal: NodeJS.Signals) {
  await rig.type('continue')
  const agent = await rig.stage.next('alpha')
  await rig.until('a worker', (session) => Boolean(attempts(session)[0]?.worker))
  const worker = attempts(rig.session())[0]?.worker
  if (!worker) throw new Error('no worker')
  const ref = { pid: agent.pid, startTime: processStartTime(agent.pid) ?? '' }
  expect(isAlive(ref)).toBe(true)
  process.kill(worker.pid, signal)
  return { agent: ref, worker }
}

const ended = (session: Session) => {
  const batch = session.streams.alpha?.batches[0]
  return Boolean(batch && attempts(session)[0]?.ending)
}

test('a worker that is killed leaves no agent at work in the workspace, and no socket', async () => {
  const rig = await openPlan(planText({ Alpha: {} }), { repo: makeProject({ config: { retries: 0 } }) })
  const { agent, worker } = await lose(rig, 'SIGKILL')
  await rig.until('it over', ended)
  expect(isAlive(agent)).toBe(false)
  expect(existsSync(worker.socket)).toBe(false)
  const batch = rig.stream('alpha').batches[0]
  expect(batch && lastAttempt(batch)?.ending).toMatchObject({ kind: 'lost' })
})

test('a worker that is stopped and does not answer the next host is ended before its batch is tried again', async () => {
  const rig = await openPlan(planText({ Alpha: {} }), { repo: makeProject({ config: { retries: 0 } }) })
  const { agent, worker } = await lose(rig, 'SIGSTOP')
  await rig.dropHost()
  await rig.nextHost()
  await rig.until('it over', ended)
  expect([isAlive(agent), isAlive(worker)]).toEqual([false, false])
})

test('a socket that a killed worker has left does not keep the next one of its run from starting', async () => {
  const rig = await openPlan(planText({ Alpha: {} }), { repo: makeProject({ config: { retries: 0 } }) })
  const run = `${rig.session().id}.alpha.batch_1.1`
  writeFileSync(rig.places.workerSocket(run), '')
  await rig.type('continue')
  const agent = await rig.stage.next('alpha')
  expect(agent.run).toBe(run)
  agent.finish({ 'alpha.txt': 'a\n' })
  await rig.until('it over', ended)
  expect(lastAttempt(rig.stream('alpha').batches[0]!)?.ending?.kind).toBe('done')
})
