import { readFileSync, writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { cli, openPlan, program } from '../../helpers/host.ts'
import { planText } from '../../helpers/loop-repo.ts'
import { freshPath } from '../../helpers/repo.ts'
import { within } from '../../helpers/within.ts'

const ONE = planText({ Alpha: { days: 2, tasks: ['First half', 'Second half'] } })

/** What somebody types, in place of this process's own input. */
function keyboard({ isTTY = false } = {}): PassThrough {
  const keys = Object.assign(new PassThrough(), { isTTY, setRawMode: () => keys })
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(keys as never)
  return keys
}

test('worker on a pipe: one line after the other, each when the stream is at rest', async () => {
  const rig = await openPlan(ONE)
  const keys = keyboard()
  const working = cli('worker', '--stream', 'Alpha', '--cwd', rig.repo.root)
  keys.end('\ncontinue\ncheck\ncontinue\nmerge\n')
  const first = await rig.stage.next('alpha')
  first.print('hello from the agent\n')
  first.finish({ 'alpha.txt': 'one\n' })
  const second = await rig.stage.next('alpha')
  expect(second.command.context.completed).toEqual(['First half'])
  second.finish({ 'alpha.txt': 'two\n' })
  const { exit, out } = await within(working, () => 'the worker to leave')
  expect(exit).toBe(0)
  const said = [
    "Found batch_1. Type 'continue'",
    'batch_1 starts',
    'hello from the agent',
    "Type 'check' for more",
  ]
  const then = ["Found batch_2. Type 'continue'", 'batch_2 starts', 'Nothing more here', 'All streams merged']
  let from = 0
  for (const sentence of [...said, ...then]) {
    const at = out.indexOf(sentence, from)
    expect([sentence, at]).toEqual([sentence, expect.toSatisfy((place: number) => place >= from)])
    from = at
  }
})

test('worker on a pipe ends with the exit code of the last command', async () => {
  const rig = await openPlan(ONE)
  keyboard().end('status\nnonsense\n')
  const { exit, out } = await cli('worker', '--stream', 'alpha', '--cwd', rig.repo.root)
  expect([exit, out]).toEqual([2, expect.stringContaining("'nonsense' is no command.")])
})

test('in a terminal that can place nothing: br-tui talks line by line, opens a folder, and leaves the work going on', async () => {
  const rig = await openPlan(ONE, { agent: 'manual' })
  await rig.host.loop.idle()
  const editor = freshPath('editor.sh')
  const seen = freshPath('seen')
  writeFileSync(editor, `#!/bin/sh\nprintf %s "$1" > ${seen}\n`, { mode: 0o700 })
  vi.stubEnv('VISUAL', editor)
  vi.stubEnv('TERM', 'dumb')
  const isTTY = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY')
  Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true })
  const keys = keyboard({ isTTY: true })
  const talking = cli('--cwd', rig.repo.root)
  keys.write('continue\rpath alpha\ropen alpha\rquit\r')
  const { exit, out } = await within(talking, () => 'it to leave').finally(() => {
    vi.unstubAllEnvs()
    if (isTTY) Object.defineProperty(process.stdout, 'isTTY', isTTY)
    else Reflect.deleteProperty(process.stdout, 'isTTY')
  })
  expect(exit).toBe(0)
  expect(out).toContain('Going on with A Small Build.')
  expect(out).toContain('orchestrator › ')
  expect(out).toContain('The work goes on. Come back with br-tui.')
  expect(readFileSync(seen, 'utf8')).toBe(rig.stream('alpha').workspace.path)
  expect(rig.session().ended).toBe(null)
})

test('a client that waits is told when the session is stopped', async () => {
  const rig = await openPlan(ONE)
  const keys = keyboard()
  const working = cli('worker', '--stream', 'alpha', '--cwd', rig.repo.root)
  keys.write('continue\n')
  await rig.stage.next('alpha')
  expect(await program(['stop', '--cwd', rig.repo.root])).toMatchObject({ exit: 0 })
  const { out } = await within(working, () => 'the worker to leave')
  expect(out).toContain('The session was stopped. Go on with: br-tui')
})
