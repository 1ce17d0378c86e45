import { expect, test } from 'vitest'
import { planText, stateOf } from '../helpers/loop-repo.ts'
import { at, type Repo } from '../helpers/repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, say } from './look.ts'

test('a conflict at a checkpoint: one lands, the other is told to resolve it, and then everything lands', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  for (const stream of ['alpha', 'beta'])
    (await here.stage.next(stream)).finish({ 'shared.txt': `${stream}\n` })
  await screen.waitFor(/2\/2 tasks/, 'both done')

  await say(screen, 'orchestrator', 'checkpoint')
  await screen.waitFor(/! \w+ was left out: shared\.txt/, 'who was left out, and why')
  await screen.waitFor(/checkpoint-1 landed[^│]*1 stream/, 'what landed')
  const left = /! (\w+) was left out/.exec(screen.text())?.[1] as string
  await say(screen, 'orchestrator', `continue ${left}`)
  const agent = await here.stage.next(left)
  expect(agent.command).toMatchObject({ kind: 'conflict', context: { conflicts: ['shared.txt'] } })
  agent.finish({ 'shared.txt': 'alpha and beta\n' })
  await screen.waitFor(
    (terminal) => new RegExp(`${left}[^\\n]*✓ complete`).test(terminal.text()),
    `${left} resolved`,
  )
  await say(screen, 'orchestrator', 'merge')
  await screen.waitFor(/all merged|merge-2 landed|Bring it home/, 'the merge')
  expect(here.repo.git('show', 'br/a-small-build/integration:shared.txt')).toBe('alpha and beta')
})

test('a person resolves a conflict: open, continue, resolve, and abort that leaves everything as it was', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  const own = {} as Record<string, Repo>
  for (const stream of ['alpha', 'beta']) {
    const agent = await here.stage.next(stream)
    own[stream] = agent.inside
    agent.finish({ 'shared.txt': `${stream}\n`, 'more.txt': `${stream}\n` })
  }
  await screen.waitFor(/2\/2 tasks/, 'both done')
  const pictures = Object.fromEntries(Object.entries(own).map(([stream, repo]) => [stream, stateOf(repo)]))
  await say(screen, 'orchestrator', 'checkpoint')
  await screen.waitFor(/! \w+ was left out: more\.txt/, 'who was left out, and why')
  const left = /! (\w+) was left out/.exec(screen.text())?.[1] as string
  const inside = own[left] as Repo
  await screen.waitFor(/Integration is merged/, 'the merge beside the workspace')
  const scratch = at(`${inside.root}.conflict`)

  const inShell = async (line: string) => {
    await say(screen, 'orchestrator', `open ${left} outside`)
    await screen.waitFor(/Come back with:\s+exit/, 'a shell beside the workspace')
    await screen.type(line)
    await screen.press('enter')
    await screen.waitFor(/orchestrator ›/, 'the screen again')
  }
  await inShell('exit')
  await screen.waitFor(/batch_2 is taken by you/, 'the conflict taken')
  await say(screen, 'orchestrator', `continue ${left}`)
  await screen.waitFor(/shared\.txt:1:/, 'file and line')
  scratch.write({ 'shared.txt': 'half\n' })
  await say(screen, 'orchestrator', `abort ${left}`)
  await screen.waitFor(/The merge is dropped/, 'the merge dropped')
  expect(stateOf(inside)).toEqual(pictures[left])

  await inShell('exit')
  await screen.waitFor(
    (terminal) => (terminal.text().match(/Integration is merged/g) ?? []).length > 1,
    'it is there again',
  )
  await say(screen, 'orchestrator', `@${left} resolve theirs more.txt`)
  await screen.waitFor(/more\.txt: theirs taken/, 'one side taken')
  await inShell('echo alpha and beta > shared.txt && exit')
  await say(screen, 'orchestrator', `continue ${left}`)
  await screen.waitFor(/no marker is left/, 'nothing left')
  await screen.waitFor(
    (terminal) => new RegExp(`${left}[^\\n]*✓ complete`).test(terminal.text()),
    `${left} resolved`,
  )
  await say(screen, 'orchestrator', 'merge')
  await screen.waitFor(/all merged|merge-2 landed|Bring it home/, 'the merge')
  expect(here.repo.git('show', 'br/a-small-build/integration:shared.txt')).toBe('alpha and beta')
  expect(here.stage.runs).toHaveLength(2)
})
