import { writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { ToldAgent } from '../helpers/loop-agents.ts'
import { planText } from '../helpers/loop-repo.ts'
import { freshPath } from '../helpers/repo.ts'
import { openScreenRepo, type ScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { isEmpty, isReady, promptShows, say } from './look.ts'

/** Takes the whole terminal, as an editor does, and shows every key it gets. */
const EDITOR = `process.stdin.setRawMode(true)
process.stdout.write('\\x1b[?1049h\\x1b[2J\\x1b[H\\x1b[?25hEDITOR in ' + process.argv[2].split('/').at(-1) + '\\r\\n')
process.stdin.on('data', (data) => {
  for (const key of String(data)) {
    if (key !== 'q') process.stdout.write('[' + key.charCodeAt(0).toString(16) + ']')
    else { process.stdout.write('\\x1b[?1049l'); process.exit() }
  }
})
`

let here: ScreenRepo
let screen: Terminal
let agent: ToldAgent

beforeAll(async () => {
  here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const editor = freshPath('editor.cjs')
  writeFileSync(editor, EDITOR)
  screen = here.open({ columns: 100, rows: 30, env: { VISUAL: `${process.execPath} ${editor}` } })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue alpha')
  agent = await here.stage.next('alpha')
  await screen.press('alt-2').waitFor(promptShows('alpha'), 'alpha')
})

test('open outside gives the terminal to the editor of VISUAL, every row of it, and comes back whole', async () => {
  const other = here.open({ columns: 80, rows: 24 })
  await other.waitFor(promptShows('alpha'), 'another screen at the same pane')
  await say(screen, 'alpha', 'open outside')
  await screen.waitFor(/^EDITOR in alpha$/m, 'the editor in the workspace')
  agent.print('printed meanwhile\n')
  await other.waitFor('printed meanwhile', 'the output at another screen')
  await other.end()
  await screen.type('xi\t').press('ctrl-c').waitFor('[78][69][9][3]', 'its keys')
  expect(screen.screen().filter((row) => row.trim() !== '')).toHaveLength(2)
  expect(screen.state()).toMatchObject({ bracketedPaste: false, wraps: true, cursor: { isVisible: true } })

  await screen.press('q').waitFor('printed meanwhile', 'the screen')
  expect(screen.text()).not.toContain('EDITOR')
  expect(screen.state()).toMatchObject({
    isAlternate: true,
    bracketedPaste: true,
    cursor: { isVisible: false },
  })
  await screen.waitFor(isEmpty('alpha'), 'an empty prompt: none of the keys of the editor')
})

// The answer to the question after the last frame comes when the editor has the terminal already.
test('the editor gets no key that nobody pressed', async () => {
  // A line on which the answer takes its time.
  await screen
    .throttle(5000)
    .type('open outside')
    .waitFor(promptShows('alpha', 'open outside'), 'open outside')
  await screen.press('enter').waitFor(/^EDITOR in alpha$/m, 'the editor')
  screen.throttle(null)
  await screen.type('x').waitFor('[78]', 'its key')
  const { y } = screen.find('EDITOR') as { y: number }
  const keys = screen.row(y + 1)
  await screen.press('q').waitFor(isEmpty('alpha'), 'the screen')
  expect(keys).toBe('[78]')
})

test('a window that becomes another size meanwhile: the screen is of that size', async () => {
  await say(screen, 'alpha', 'open outside')
  await screen.waitFor(/^EDITOR in alpha$/m, 'the editor')
  screen.resize({ columns: 90, rows: 26 })
  await screen
    .press('q')
    .waitFor(({ row }) => row(24).startsWith(' alpha ›'), 'its prompt at the new place', 3000)
})
