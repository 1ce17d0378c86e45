import { beforeAll, expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo, type ScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { isReady, promptRow, promptShows, say } from './look.ts'

let here: ScreenRepo
let screen: Terminal

beforeAll(async () => {
  here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  screen = here.open({ columns: 100, rows: 30 })
  await screen.waitFor(isReady, 'the first screen')
})

test('a paste of several lines is one text that waits for Enter', async () => {
  await screen.paste('continue alpha\ncontinue beta\nmerge\n').waitFor(({ row }) => {
    const { rows } = screen.state().size
    return row(rows - 2).includes('continue alpha') && row(rows - 2).includes('merge')
  }, 'the paste on one row')
  await screen.press('ctrl-c').waitFor((terminal) => !promptRow(terminal).includes('merge'), 'an empty line')
  // What is answered now was asked after anything the paste could have started.
  await say(screen, 'orchestrator', 'check')
  expect(here.stage.runs).toEqual([])
  expect((await here.status()).streams.map(({ status }) => status)).toEqual(['ready', 'ready'])
})

test('sent, it is one command with all its lines', async () => {
  await screen.type('decide ').waitFor(promptShows('orchestrator', 'decide'), 'decide')
  await screen.paste('Use metres.\nNever feet.').waitFor(/Never feet/, 'the paste')
  await screen.press('enter').waitFor(/shared with every worker/i, 'that it was taken')
  const { out } = await here.send('decisions')
  expect(out).toContain('Use metres.')
  expect(out).toContain('Never feet.')
  expect(out.match(/\(you/g)).toHaveLength(1)
})

test('escape sequences in a paste stay text', async () => {
  const { bells } = screen.heard()
  await screen.paste('decide \x1b[2Jx\x07y').waitFor(/decide \S*x\S*y/, 'the text of it')
  expect(screen.text()).toContain('orchestrator')
  expect(screen.heard().bells).toBe(bells)
  await screen.press('ctrl-c').waitFor(isReady, 'an empty line')
})
