import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { hasTmux } from '../helpers/tmux.ts'
import { hintRow, isReady, promptShows, say } from './look.ts'

const long = `https://example.com/${'a-long-path/'.repeat(12)}end`

test('copy mode: the text of a pane without frames, marked by keys, ends up in the clipboard of the terminal', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 80, rows: 24 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue alpha')
  const agent = await here.stage.next('alpha')
  agent.print(`\x1b[31mfirst\x1b[0m line\n${long}\nwide 字 line\nlast line\n`)
  await screen.press('alt-2').waitFor('last line', 'the output')

  await screen.press('esc').waitFor((terminal) => hintRow(terminal).includes('KEYS'), 'keys mode')
  await screen.press('v').waitFor('Copy from alpha', 'copy mode')
  // From edge to edge: the mouse of the terminal marks text and nothing else.
  for (const row of ['first line', 'wide 字 line', 'last line'])
    await screen.waitFor(
      (now) => now.screen().some((each) => each.trimEnd() === row),
      `nothing but '${row}' in its row`,
    )
  await screen.waitFor(() => marked().trimEnd() === 'last line', 'the cursor on the last row')

  // What comes meanwhile does not move what is being marked.
  agent.print('said meanwhile\n')
  await here.cli('status')
  await screen.press('space').waitFor(/1 marked/, 'a mark')
  await screen.press('up').waitFor(/2 marked/, 'a second row')
  expect(screen.text()).not.toContain('said meanwhile')
  while (!/first line/.test(marked())) await screen.press('up').waitFor(moved(), 'a row more')
  await screen.press('y').waitFor('Copied 4 lines.', 'that it was copied')
  // A line that was wrapped is one again, and nothing of its colours came along.
  expect(screen.heard().clipboard).toEqual([`first line\n${long}\nwide 字 line\nlast line`])
  await screen.waitFor('said meanwhile', 'the pane as it is now')

  await screen.press('v').waitFor('Copy from alpha', 'copy mode again')
  await screen.press('esc').waitFor(({ text }) => !text().includes('Copy from'), 'the panes')
  expect(screen.heard().clipboard).toHaveLength(1)
  await screen.press('i').waitFor(promptShows('alpha'), 'the prompt')

  function marked(): string {
    return screen
      .screen()
      .filter((_, row) => row > 0 && screen.cell(0, row).inverse)
      .join('\n')
  }
  function moved() {
    const before = marked()
    return () => marked() !== before
  }
})

test.skipIf(!hasTmux)(
  'inside of tmux what was copied gets through it (skipped where there is none)',
  async () => {
    const here = await openScreenRepo(planText({ Alpha: {} }))
    const tmux = here.openInTmux({ columns: 80, rows: 24 })
    await tmux.terminal.waitFor(isReady, 'the first screen')
    await tmux.terminal.waitFor(/Checkpoints run/, 'something to copy')
    tmux.sendKeys('Escape')
    await tmux.terminal.waitFor((terminal) => hintRow(terminal).includes('KEYS'), 'keys mode')
    tmux.sendKeys('v')
    await tmux.terminal.waitFor('Copy from orchestrator', 'copy mode')
    tmux.sendKeys('y')
    await tmux.terminal.waitFor('Copied one line.', 'that it was copied')
    expect(tmux.buffer()).toMatch(/Checkpoints run/)
  },
)
