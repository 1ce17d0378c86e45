import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { hintRow, isReady, promptShows } from './look.ts'

/** In the order in which they stand there; the last one at the very end. */
const TEXTS = ['Typing and keys', 'to the next pane', 'looks for text', 'sends the line', 'back to the shell']

test('the help at 80x24 scrolls to everything that keys do; Esc closes it and the line is as it was', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 80, rows: 24 })
  await screen.waitFor(isReady, 'the first screen')
  await screen.waitFor(/2 alpha[^\n]*ready/, 'the panes')
  await screen.press('?').waitFor(TEXTS[0] as string, 'the help')
  await screen.waitFor((now) => /Esc close/.test(hintRow(now)), 'what closes it')
  const mark = () => /(\d+)-(\d+) of (\d+)/.exec(screen.row(1))?.slice(1).map(Number) ?? []
  for (const text of TEXTS) {
    while (!screen.text().includes(text)) {
      const [, before = 0, total] = mark()
      expect(before, `${text} is nowhere`).toBeLessThan(total as number)
      await screen.press('pagedown').waitFor(() => (mark()[1] ?? 0) > before, 'a page further down')
      // What the page says comes with what its title says, or right behind it.
      await screen.waitFor(text, text, 300).catch(() => {})
    }
  }
  await screen.press('G').waitFor(() => mark()[1] === mark()[2], 'the end')
  const sides = () => screen.screen().slice(2, 20)
  await screen.waitFor(() => sides().every((row) => /^┃.*┃$/.test(row)), 'every row as wide as the page')

  await screen.press('g').waitFor('Typing and keys', 'the start')
  await screen.press('x', 'esc').waitFor(({ text }) => !text().includes('Typing and keys'), 'no help')
  await screen.waitFor(isReady, 'the prompt')
  await screen.type('half').waitFor(promptShows('orchestrator', 'half'), 'a started line')
  // On a started line a question mark is text.
  await screen.type('?').waitFor(promptShows('orchestrator', 'half?'), 'its question mark')
})
