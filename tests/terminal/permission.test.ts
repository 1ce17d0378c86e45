import { expect, test } from 'vitest'
import { acpSpec } from '../helpers/acp-script.ts'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, promptShows, say, titleRow } from './look.ts'

test('an agent asks: the screen says who waits and for what, and one key lets it go on', async () => {
  const ask = { title: 'Run the tests', kind: 'execute', rawInput: { command: 'npm test -- --slow' } }
  const agent = acpSpec({
    streams: {
      alpha: { turns: [[{ text: 'I have begun\n' }, { ask }, { write: { 'alpha.txt': 'one' } }]] },
      beta: { turns: [[{ hang: true }]] },
    },
  })
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 120, rows: 40, args: ['--agent', agent] })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  await screen.waitFor(
    (terminal) => /▲ 1 waits for you/.test(titleRow(terminal)),
    'that it waits for a person',
  )
  await screen.waitFor(/◐ waits · execute npm test -- --slow/, 'what is asked, in the title of its pane')
  await screen.waitFor(/▲ asks: execute npm test -- --slow/, 'what is asked, in its pane')
  await screen.press('alt-2').waitFor(promptShows('alpha'), 'alpha')

  await screen.press('esc', 'y').waitFor(/Allowed by you: execute npm test/, 'that it was allowed')
  await screen.waitFor(/batch_1: 1 task, commit/, 'the end of its batch')
  await screen.waitFor((terminal) => !/▲ asks/.test(titleRow(terminal)), 'the title')
  expect((await here.status()).streams.find(({ id }) => id === 'alpha')?.status).toBe('complete')
})

test('the host is killed while an agent waits: the next one still knows what is asked, and the answer arrives', async () => {
  const ask = { title: 'Run the tests', kind: 'execute', rawInput: { command: 'npm test' } }
  const agent = acpSpec({ turns: [[{ ask }, { write: { 'alpha.txt': 'one' } }]] })
  const here = await openScreenRepo(planText({ Alpha: {} }))
  const screen = here.open({ columns: 120, rows: 40, args: ['--agent', agent] })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  await screen.waitFor(/◐ waits · execute npm test/, 'what is asked')
  const { host } = await here.status()
  process.kill(host?.pid as number, 'SIGKILL')
  await screen.waitFor((terminal) => /the host is gone/i.test(titleRow(terminal)), 'that it is gone')
  await screen.press('enter').waitFor('The host is back', 'a host')
  await screen.waitFor((terminal) => /▲ 1 waits/.test(titleRow(terminal)), 'that it waits still')
  await say(screen, 'orchestrator', 'approve')
  await screen.waitFor(/batch_1: 1 task, commit/, 'the end of its batch')
})
