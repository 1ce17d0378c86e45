import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isEmpty, isReady, promptShows, rowsOfLog, say } from './look.ts'

const lines = Array.from({ length: 200 }, (_, index) => `row-${index + 1} of the log\n`).join('')

test('a line that drops loses nothing: the same focus, place and half-typed command, and the work went on', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const first = here.open({ columns: 100, rows: 30 })
  await first.waitFor(isReady, 'the first screen')
  await first.press('tab').waitFor(promptShows('alpha'), 'alpha')
  await say(first, 'alpha', 'continue')
  const agent = await here.stage.next('alpha')
  agent.print(lines)
  await first.waitFor('row-200 of', 'the output')
  for (let page = 0; page < 3; page += 1) {
    const before = `${rowsOfLog(first)}`
    await first
      .press('pageup')
      .waitFor((terminal) => `${rowsOfLog(terminal)}` !== before, 'a page further up')
  }
  await first.waitFor(/scrolled back/, 'an earlier place')
  await first.type('decide half a th').waitFor(promptShows('alpha', 'decide half a th'), 'half a line')
  const seen = rowsOfLog(first)
  expect(seen.length).toBeGreaterThan(3)
  expect(await first.kill('SIGHUP').exit).toBeDefined()

  agent.print('printed while nobody looked\n')
  const second = here.open({ columns: 100, rows: 30 })
  await second.waitFor(promptShows('alpha', 'decide half a th'), 'the same line to the same pane')
  await second.waitFor((terminal) => `${rowsOfLog(terminal)}` === `${seen}`, `the same rows ${seen}`)
  expect(second.text()).toMatch(/scrolled back/)
  await second.type('ought').waitFor(promptShows('alpha', 'decide half a thought'), 'a whole line')
  await second.press('enter').waitFor('printed while nobody looked', 'the end of the pane')
})

// A host that runs paints the first frame, sooner than there is anybody here to take keys.
test('what is typed into a screen that is still loading is not lost and not shown twice', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const first = here.open({ columns: 100, rows: 30 })
  await first.waitFor(isReady, 'the first screen')
  await say(first, 'orchestrator', 'quit')
  await first.exit
  for (let round = 0; round < 3; round += 1) {
    const screen = here.open({ columns: 100, rows: 30 })
    await screen.waitFor(/ orchestrator › /, 'the first frame')
    await screen.type('abc').press('backspace').type('d')
    await screen.waitFor(promptShows('orchestrator', 'abd'), 'all that was typed')
    expect(screen.text()).not.toContain('abc')
    await screen.press('ctrl-u').waitFor(isEmpty('orchestrator'), 'an empty line')
    await screen.press('ctrl-c', 'ctrl-c').exit
  }
})

test('Ctrl-C twice leaves, and gives the terminal back as it was', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const before = `${Array.from({ length: 40 }, (_, index) => `shell ${index}`).join('\r\n')}\r\n$ br-tui\r\n`
  const screen = here.open({ columns: 80, rows: 24, before })
  await screen.waitFor(isReady, 'the first screen')
  await screen.type('half').waitFor(promptShows('orchestrator', 'half'), 'a started line')
  await screen.press('ctrl-c').waitFor(isReady, 'an empty line')
  await screen.press('ctrl-c').waitFor(/Ctrl-C again leaves/, 'the question')
  expect(await screen.press('ctrl-c').exit).toEqual({ code: 0, signal: null })
  expect(screen.state()).toMatchObject({
    isAlternate: false,
    bracketedPaste: false,
    cursor: { isVisible: true },
  })
  expect(screen.text()).toMatch(/shell 39\n\$ br-tui/)
  expect((await here.status()).host).not.toBeNull()
})

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s restores the terminal too', async (signal) => {
  const here = await openScreenRepo(planText({ Alpha: {} }))
  const screen = here.open({ columns: 80, rows: 24 })
  await screen.waitFor(isReady, 'the first screen')
  await screen.kill(signal).exit
  expect(screen.state()).toMatchObject({
    isAlternate: false,
    bracketedPaste: false,
    cursor: { isVisible: true },
  })
})
