import { existsSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { HostMessage } from '../../../source/model/message.ts'
import type { TerminalProgram } from '../../../source/model/screen.ts'
import type { HostConnection } from '../../../source/runtime/host-connection.ts'
import { markedProcesses } from '../../../source/runtime/worker/sweep.ts'
import { doBatch, isDone, openPlan, typeAt } from '../../helpers/host.ts'
import { planText } from '../../helpers/loop-repo.ts'
import { freshPath } from '../../helpers/repo.ts'
import { within } from '../../helpers/within.ts'
import { look, lookAs } from './look.ts'

const ONE = planText({ Alpha: { days: 1, tasks: ['All of it'] } })

const env = {
  PATH: process.env.PATH as string,
  PS1: 'pane: ',
  BR_RUN: 'a run',
  BR_STREAM: 'x',
  GIT_DIR: '/x',
}

let request = 0

async function openReady() {
  const rig = await openPlan(ONE)
  await rig.until('a workspace', ({ streams }) => streams.alpha?.workspace.state === 'ready')
  return rig
}

/** What the host says of it. */
function open(
  client: HostConnection,
  program: TerminalProgram | null,
  more: Record<string, string> = {},
  stream = 'alpha',
) {
  request += 1
  const mine = request
  const said = new Promise<Extract<HostMessage, { type: 'terminal-opened' }>>((resolve) => {
    const stop = client.listen((message) => {
      if (message.type !== 'terminal-opened' || message.request !== mine) return
      stop()
      resolve(message)
    })
  })
  const size = { columns: 60, rows: 10 }
  client.send({
    type: 'open-terminal',
    request: mine,
    stream,
    program,
    size,
    env: { ...env, ...more },
  })
  return within(said, () => 'an answer to open-terminal')
}

const type = (client: HostConnection, text: string, stream = 'alpha') =>
  client.send({ type: 'terminal-input', stream, text, isPaste: false })

const VIEW = { pane: 'alpha', columns: 60, rows: 10, terminal: 'typed-in' } as const

test('a shell of the person in the workspace: their environment, but none of a worker, and a mark', async () => {
  const rig = await openReady()
  const { client, shows } = await look(rig, VIEW)
  expect(await open(client, null)).toMatchObject({ problem: null })
  await shows('alpha', 'pane:')
  type(client, 'echo "[$BR_RUN$BR_STREAM$GIT_DIR]" $TERM $(stty size) $(git branch --show-current)\r')
  await shows('alpha', `[] xterm-256color 10 60 br/${rig.session().slug}/stream/alpha`)
  expect(markedProcesses(rig.session().id, 'BR_TERMINAL')).toHaveLength(1)

  expect(await open(client, 'shell')).toMatchObject({ problem: null })
  expect(markedProcesses(rig.session().id, 'BR_TERMINAL')).toHaveLength(1)
  expect(await open(client, 'editor')).toMatchObject({
    problem: "The shell of alpha is still open. End it first; 'open' goes back to it.",
    isUnable: false,
  })
  await typeAt(client, 'stop')
  await within(client.closed, () => 'the end of the host')
  expect(markedProcesses(rig.session().id, 'BR_TERMINAL')).toEqual([])
})

test('the editor of the person on the workspace, and what the agent has to be talked to by hand', async () => {
  const rig = await openReady()
  const { client, shows } = await look(rig, VIEW)
  expect(await open(client, 'editor')).toMatchObject({
    problem: 'No editor is set. Set EDITOR in your shell, and come back.',
    isUnable: false,
  })
  expect(await open(client, 'agent')).toMatchObject({
    problem: expect.stringContaining('without a program to talk to by hand'),
  })
  const editor = freshPath('editor.sh')
  writeFileSync(editor, '#!/bin/sh\necho "edits $1 at line $2" | sed "s:/.*/::"; read key\n', { mode: 0o755 })
  expect(await open(client, 'editor', { VISUAL: `${editor} ` })).toMatchObject({ problem: null })
  await shows('alpha', 'edits alpha')
  client.close()
})

test('a process of a worker may not open one, nor type into one or see it', async () => {
  const rig = await openReady()
  const person = await look(rig, VIEW)
  expect(await open(person.client, null)).toMatchObject({ problem: null })
  await person.shows('alpha', 'pane:')
  const worker = await lookAs({ BR_RUN: 'run', BR_STREAM: 'alpha' }, rig, VIEW)
  expect(await open(worker.client, null)).toMatchObject({ problem: 'A worker may not open terminals.' })
  expect(await typeAt(worker.client, 'open alpha')).toMatchObject({ exit: 1 })
  type(worker.client, 'echo from-a-worker\r')
  await worker.shows('alpha', "Found batch_1. Type 'continue'")
  type(person.client, 'echo from-a-person\r')
  await person.shows('alpha', 'from-a-person')
  expect(person.screen.get('alpha')?.join()).not.toContain('from-a-worker')
  expect(worker.screen.get('alpha')?.join()).not.toContain('pane:')
  for (const { client } of [person, worker]) client.close()
})

test('a program that prints without end holds up nobody, and can be interrupted', async () => {
  const rig = await openReady()
  const { client, shows } = await look(rig, VIEW, 'orchestrator')
  await open(client, null)
  await shows('alpha', 'pane:')
  type(client, 'yes flood\r')
  await shows('alpha', 'flood')
  await typeAt(client, 'decide use tabs')
  await shows('orchestrator', 'decide use tabs')
  type(client, '\x03')
  type(client, 'echo over$((1+1))\r')
  await shows('alpha', 'over2')
  client.close()
})

test('where a conflict is resolved: one of the workspace is ended first, and one that was in there goes with it', async () => {
  const rig = await openPlan(planText({ Alpha: {}, Beta: {} }))
  for (const stream of ['alpha', 'beta']) await doBatch(rig, stream, { 'shared.txt': `of ${stream}\n` })
  const { client, shows } = await look(rig, { ...VIEW, pane: 'beta' })
  const openIt = () => open(client, null, {}, 'beta')
  await openIt()
  await shows('beta', 'pane:')
  await rig.type('checkpoint')
  await rig.host.loop.idle()
  const scratch = (await rig.type('path beta')).text
  expect((await openIt()).problem).toMatch(/^The shell of beta is still open in .*beta. End it first/)
  const ended = new Promise<void>((resolve) =>
    client.listen((message) => {
      if (message.type === 'terminals' && !message.open.beta) resolve()
    }),
  )
  type(client, 'exit\r', 'beta')
  await within(ended, () => 'its end')
  expect(await openIt()).toMatchObject({ problem: null })
  await shows('beta', 'pane:')
  type(client, 'echo of both > shared.txt; basename $PWD\r', 'beta')
  await shows('beta', 'beta.conflict')
  await rig.type('open beta outside')
  await rig.type('continue beta')
  await rig.until('resolved', isDone('beta', 'batch_2'))
  await rig.host.loop.idle()
  expect(existsSync(scratch)).toBe(false)
  expect(await openIt()).toMatchObject({ problem: null })
  type(client, 'basename $PWD; git log -1 --format=%s\r', 'beta')
  await shows('beta', 'beta: batch_2')
  expect(markedProcesses(rig.session().id, 'BR_TERMINAL')).toHaveLength(1)
  client.close()
})
