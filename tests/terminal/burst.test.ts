import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, say } from './look.ts'

test('2000 keys in one write, while panes print and the window changes: all of them arrive, then Enter', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  const agents = await Promise.all(['alpha', 'beta'].map((stream) => here.stage.next(stream)))
  const load = setInterval(() => {
    for (const agent of agents) agent.print('one more line of many\n'.repeat(10))
  }, 10)
  const text = Array.from({ length: 400 }, (_, index) => `${index}`.padStart(4, '0'))
    .join('.')
    .slice(0, 1993)
  try {
    await screen.waitFor('one more line', 'output')
    screen.send(`decide ${text}\r`)
    screen.resize({ columns: 100, rows: 30 })
    await screen.waitFor(isReady, 'the line sent')
    await screen.waitFor(/shared with every worker/i, 'that it was taken')
  } finally {
    clearInterval(load)
  }
  expect((await here.cli('send', 'decisions')).out.replace(/\s+/g, '')).toContain(text)
})
