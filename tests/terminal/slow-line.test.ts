import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, promptRow, promptShows, say } from './look.ts'

const STREAMS = ['Ada', 'Bob', 'Cy', 'Dee', 'Eve', 'Fay']

test('on a line of 50 kB/s, while six panes print: every key is echoed, in order, and the command arrives', async () => {
  const here = await openScreenRepo(planText(Object.fromEntries(STREAMS.map((name) => [name, {}]))), {
    workers: 6,
  })
  const screen = here.open({ columns: 120, rows: 60 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  const agents = await Promise.all(STREAMS.map((name) => here.stage.next(name.toLowerCase())))
  let line = 0
  const load = setInterval(() => {
    for (const agent of agents)
      agent.print(
        `${`line ${++line} \x1b[3${line % 8}mof many\x1b[0m ${'.'.repeat(line % 60)}\n`.repeat(10)}`,
      )
  }, 10)
  try {
    await screen.waitFor(/line \d+ of many/, 'output')
    screen.throttle(50_000)
    const text = 'decide all lengths are metres, 0123456789 and so on'
    const echoed = new Set<string>()
    const keepEcho = () => void echoed.add(promptRow(screen).slice(' orchestrator › '.length).trimEnd())
    for (const key of text) {
      const before = echoed.size
      await screen.type(key).waitFor(() => {
        keepEcho()
        return echoed.size > before || key === ' '
      }, `the echo of '${key}'`)
    }
    await screen.waitFor(promptShows('orchestrator', text), 'the whole line')
    keepEcho()
    // What stood there at any time was the beginning of what was typed.
    expect([...echoed].filter((each) => !text.startsWith(each))).toEqual([])
    screen.press('enter')
    await screen.waitFor(/shared with every worker/i, 'that it was taken')
    // And all at once, as fast as keys can be sent.
    const more = 'decide the quick brown fox jumps over the lazy dog'
    await screen.type(more).waitFor(promptShows('orchestrator', more), 'the second line')
    screen.press('enter')
    await screen.waitFor(isReady, 'an empty line')
  } finally {
    clearInterval(load)
  }
  const { out } = await here.cli('send', 'decisions')
  expect(out).toContain('all lengths are metres, 0123456789 and so on')
  expect(out).toContain('the quick brown fox jumps over the lazy dog')
})
