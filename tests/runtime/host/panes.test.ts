import { expect, test } from 'vitest'
import { ORCHESTRATOR } from '../../../source/model/screen.ts'
import type { HostConnection } from '../../../source/runtime/host-connection.ts'
import { connectTo, isDone, openPlan, typeAt } from '../../helpers/host.ts'
import { planText } from '../../helpers/loop-repo.ts'
import { within } from '../../helpers/within.ts'
import { look } from './look.ts'

const ONE = planText({ Alpha: { days: 1, tasks: ['All of it'] } })

const rowsOf = (screen: Map<string, string[]>, pane: string) => screen.get(pane) ?? []

test('a client sees notes, output, what is typed and what is answered, in the order of time', async () => {
  const rig = await openPlan(ONE)
  const { client, screen, shows } = await look(rig, 'alpha', ORCHESTRATOR)
  expect(await typeAt(client, 'continue', 'alpha')).toMatchObject({ exit: 0 })
  const agent = await rig.stage.next('alpha')
  agent.print('\x1b[32mhello\x1b[0m from the agent\n')
  await shows('alpha', 'from the agent')
  await typeAt(client, 'decide use tabs')
  await shows(ORCHESTRATOR, 'decide use tabs')
  agent.finish({ 'alpha.txt': 'one\n' })
  await rig.until('the end of the batch', isDone('alpha', 'batch_1'))
  await shows('alpha', 'Nothing more here')
  const text = rowsOf(screen, 'alpha').join('\n')
  const places = ['continue', 'batch_1 started', 'hello', 'Nothing more'].map((each) => text.indexOf(each))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places[0]).toBeGreaterThanOrEqual(0)
  client.close()
})

test('the next host shows the same; what a worker of it asks is no part of a conversation', async () => {
  const rig = await openPlan(ONE)
  expect(await rig.type('continue alpha')).toMatchObject({ exit: 0 })
  const agent = await rig.stage.next('alpha')
  const first = await look(rig, 'alpha')
  agent.print('hello from the agent\n')
  await first.shows('alpha', 'hello from the agent')
  await first.shows('alpha', 'batch_1 started')
  const before = rowsOf(first.screen, 'alpha')
  first.client.close()
  await rig.dropHost()
  await rig.nextHost()
  const second = await look(rig, 'alpha', ORCHESTRATOR)
  await second.shows('alpha', 'hello from the agent')
  expect(rowsOf(second.screen, 'alpha')).toEqual(before)
  const worker = await connectTo(rig.places, { BR_RUN: 'run', BR_STREAM: 'alpha' })
  await typeAt(worker, 'status')
  await typeAt(second.client, 'status')
  await second.shows(ORCHESTRATOR, 'status')
  expect(rowsOf(second.screen, ORCHESTRATOR).filter((row) => row === 'status')).toHaveLength(1)
  agent.print('and goes on\n')
  await second.shows('alpha', 'and goes on')
  for (const client of [worker, second.client]) client.close()
})

test('a client without a screen gets every byte of a run once, before it hears of its end', async () => {
  const rig = await openPlan(ONE)
  const client = await connectTo(rig.places)
  const heard = listenTo(client)
  client.send({ type: 'watch', events: true, output: ['alpha'] })
  await typeAt(client, 'continue', 'alpha')
  const agent = await rig.stage.next('alpha')
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} of some output ü€😀\n`).join('')
  agent.print(lines)
  await within(heard.upTo('line 19999 '), () => 'the last line')
  agent.print('the end')
  agent.finish({ 'alpha.txt': 'one\n' })
  await rig.until('the end of the batch', isDone('alpha', 'batch_1'))
  await within(heard.ended, () => 'the client to hear of the end')
  expect(heard.text() === `${lines}the end`).toBe(true)
  client.close()
})

/** The text that had come by the time the end of a run was told. */
function listenTo(client: HostConnection) {
  let text = ''
  const looks: (() => void)[] = []
  const ended = new Promise<void>((resolve) => {
    client.listen((message) => {
      if (message.type === 'output') text += message.text
      if (message.type === 'happened' && message.event.type === 'attempt-exited') resolve()
      for (const look of looks.splice(0)) look()
    })
  })
  const upTo = async (last: string) => {
    while (!text.includes(last)) await new Promise<void>((resolve) => looks.push(resolve))
  }
  return { text: () => text, ended, upTo }
}
