import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ToldAgent } from '../helpers/loop-agents.ts'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { isReady, promptShows, say } from './look.ts'

const hasBash = spawnSync('bash', ['-c', ':']).status === 0

describe.skipIf(!hasBash)('Ctrl-Z in a shell with job control (skipped where there is no bash)', () => {
  let shell: Terminal
  let agent: ToldAgent

  beforeAll(async () => {
    const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
    const opened = here.openShell({ columns: 100, rows: 30 })
    shell = opened.shell
    await shell.waitFor('$', 'the shell')
    await shell
      .type('echo before')
      .press('enter')
      .waitFor(/\nbefore/, 'what was before')
    await shell.type(opened.command).press('enter').waitFor(isReady, 'the first screen')
    await say(shell, 'orchestrator', 'continue alpha')
    agent = await here.stage.next('alpha')
    await shell.waitFor(/alpha[^\n]*● running/, 'alpha running')
  })

  test('stops it and leaves the terminal as it was; fg brings back the whole screen', async () => {
    await shell.press('alt-2').waitFor(promptShows('alpha'), 'alpha')
    await shell.type('decide ha').waitFor(promptShows('alpha', 'decide ha'), 'a started line')
    await shell.press('ctrl-z').waitFor(/Stopped/, 'that it is stopped')
    expect(shell.state()).toMatchObject(PLAIN)
    expect(shell.text()).toMatch(/\nbefore/)
    await shell.type('echo $((40 + 2)) at the shell').press('enter').waitFor('42 at the shell', 'the shell')
    agent.print('printed meanwhile\n')

    await shell.type('fg').press('enter').waitFor('printed meanwhile', 'what was printed meanwhile')
    await shell.waitFor(promptShows('alpha', 'decide ha'), 'the started line')
    expect(shell.text()).not.toContain('at the shell')
    expect(shell.state()).toMatchObject({
      isAlternate: true,
      bracketedPaste: true,
      cursor: { isVisible: false },
    })
    await shell.type('lf').waitFor(promptShows('alpha', 'decide half'), 'more of it')
    await shell.press('ctrl-c').waitFor(({ cell }) => cell(9, 28).inverse, 'an empty line')
  })
})

const PLAIN = { isAlternate: false, bracketedPaste: false, wraps: true, cursor: { isVisible: true } }
