import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { hintRow, isReady, say, titleRow } from './look.ts'

test('a session that is over is played again: on, held, back and forth, and nothing can be done in it', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 120, rows: 30 })
  await screen.waitFor(isReady, 'the first screen')
  for (const stream of ['alpha', 'beta']) {
    await say(screen, 'orchestrator', `continue ${stream}`)
    const agent = await here.stage.next(stream)
    agent.print(`the log of ${stream}\n`)
    agent.finish({ [`${stream}.txt`]: stream })
    await screen.waitFor(new RegExp(`${stream} .*complete`), `${stream} complete`)
    await say(screen, 'orchestrator', 'checkpoint')
    await screen.waitFor(new RegExp(`✓ checkpoint-${stream === 'alpha' ? 1 : 2} `), 'a checkpoint')
  }
  // Returns when the host is gone, and with it everybody who writes.
  await here.cli('stop', '--cwd', here.repo.root)
  await screen.end()
  const before = stateOf(here.home)

  const replay = here.openBare({ columns: 120, rows: 30, args: ['replay', '--speed', '1024'] })
  await replay.waitFor((terminal) => / ‖ 1024× /.test(titleRow(terminal)), 'the end of the replay')
  expect(hintRow(replay)).toContain('REPLAY')
  await replay.waitFor('the log of beta', 'what beta printed')
  await replay.press('0').waitFor(/^(?!.*checkpoint-1 green)/s, 'the beginning')
  await replay.press(']').waitFor(/checkpoint-1 green/, 'the first checkpoint')
  const isBetween = ({ text }: typeof replay) =>
    /the log of alpha/.test(text()) && !/the log of beta/.test(text())
  await replay.waitFor(isBetween, 'what alpha had printed, and nothing of beta')
  await replay.press('left').waitFor((terminal) => !/checkpoint-1 green/.test(terminal.text()), 'before it')
  await replay.press('i')
  await say(replay, 'orchestrator', 'decide otherwise')
  await replay.waitFor(/This is a replay/, 'a refusal')
  await replay.press('esc').press('q')
  expect((await replay.exit).code).toBe(0)
  expect(stateOf(here.home)).toEqual(before)
})

/** Everything that is kept of the session, as text by name. */
function stateOf(home: string): Record<string, string> {
  const [repo = ''] = readdirSync(join(home, 'repos'))
  const folder = join(home, 'repos', repo)
  return Object.fromEntries(
    ['session.json', 'events.jsonl', 'dialogue.json', 'view.json'].map((name) => [
      name,
      readFileSync(join(folder, name), 'utf8'),
    ]),
  )
}
