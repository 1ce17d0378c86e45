import net from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { doBatch, openPlan } from '../../helpers/host.ts'

// A file of its own, so that nothing else in the process connects to anything.

/** Connections of this process to anywhere but a socket file. */
function connections(): unknown[] {
  const made: unknown[] = []
  const { connect } = net.Socket.prototype
  vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (
    this: net.Socket,
    ...given: unknown[]
  ) {
    const [to] = [given[0]].flat() as { path?: string | null }[]
    if (!to?.path) made.push(to)
    return connect.apply(this, given as never)
  } as never)
  return made
}

test('a session opens no socket to anywhere when no endpoint is set', async () => {
  expect(process.env.OTEL_EXPORTER_OTLP_ENDPOINT).toBeUndefined()
  const made = connections()
  const rig = await openPlan('# A plan\n\n## Phase 1\n\n### Stream A: Alpha (1 day)\n\n- [ ] a task\n')
  await doBatch(rig, 'alpha', { 'alpha.js': 'a\n' })
  await rig.type('merge')
  await rig.until('merged', ({ landings }) => landings[0]?.state === 'published')
  await rig.dropHost()
  expect(made).toEqual([])
})

test('and would be seen if it did', async () => {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const made = connections()
  const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1')
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  socket.destroy()
  expect(made).toHaveLength(1)
})
