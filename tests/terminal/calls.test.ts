import { expect, test } from 'vitest'
import { acpSpec } from '../helpers/acp-script.ts'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { hintRow, isReady, promptShows, say } from './look.ts'

test('a call is a line in the pane; one key opens all of them at the newest, and text is found in them', async () => {
  const output = Array.from({ length: 200 }, (_, index) => `output ${index}`).join('\n')
  const call = { sessionUpdate: 'tool_call', status: 'completed' }
  const diff = { type: 'diff', path: 'alpha.txt', oldText: 'zero\n', newText: 'one\n' }
  const agent = acpSpec({
    turns: [
      [
        { update: { sessionUpdate: 'plan', entries: [{ content: 'Write it', status: 'in_progress' }] } },
        { update: { ...call, toolCallId: '1', kind: 'execute', title: 'npm test', rawOutput: output } },
        { update: { ...call, toolCallId: '2', kind: 'edit', title: 'Write it', content: [diff] } },
        { write: { 'alpha.txt': 'one\n' } },
      ],
    ],
  })
  const here = await openScreenRepo(planText({ Alpha: {} }))
  const screen = here.open({ columns: 120, rows: 40, args: ['--agent', agent] })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  await screen.waitFor(/◐ Write it/, 'its plan')
  await screen.waitFor(/▸ #1 execute npm test/, 'the first call as a line')
  await screen.waitFor(/▸ #2 edit alpha\.txt \+1 -1/, 'the second one')
  await screen.waitFor(/batch_1: 1 task, commit/, 'the end of its batch')
  expect(screen.text()).not.toContain('output 199')

  await screen.press('alt-2').waitFor(promptShows('alpha'), 'alpha')
  await screen.press('esc').waitFor((terminal) => hintRow(terminal).includes('KEYS'), 'keys mode')
  await screen.press('c').waitFor(/#2 edit alpha\.txt \+1 -1 · completed/, 'the newest call')
  await screen.waitFor(/diff alpha\.txt[\s\S]*@@[\s\S]*-zero[\s\S]*\+one/, 'its diff')
  await screen.press('g').waitFor(/#1 execute npm test · completed/, 'the first one')
  await screen.press('/').waitFor('look for /', 'the line to search with')
  await screen
    .type('output 123')
    .press('enter')
    .waitFor(/ {4}output 123/, 'the line that was looked for')
  const { x, y } = screen.find('output 123') as { x: number; y: number }
  expect(screen.cell(x, y)).toMatchObject({ text: 'o', inverse: true })
})
