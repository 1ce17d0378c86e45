import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { hasTmux } from '../helpers/tmux.ts'
import { isReady } from './look.ts'

test.skipIf(!hasTmux)(
  'the same inside of tmux (skipped where there is none): keys of a script, sizes, the end',
  async () => {
    const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
    const tmux = here.openInTmux({ columns: 100, rows: 30 })
    await tmux.terminal.waitFor(isReady, 'the first screen')
    tmux.sendKeys('continue alpha', 'Enter')
    const agent = await here.stage.next('alpha')
    agent.print('hello from inside\n')
    tmux.sendKeys('M-2')
    await tmux.terminal.waitFor('hello from inside', 'the output')
    tmux.resize({ columns: 80, rows: 24 })
    await tmux.terminal.waitFor(({ row }) => row(22).startsWith(' alpha ›'), 'the prompt at its new place')
    const trimmed = (rows: string[]) => rows.map((row) => row.trimEnd()).join('\n')
    await tmux.terminal.waitFor(
      ({ screen }) => trimmed(screen()) === trimmed(tmux.capture()),
      'what tmux keeps',
    )
    agent.finish({ 'alpha.txt': 'one' })
    await tmux.terminal.waitFor(/1 task, commit/, 'the end of the batch')
    tmux.sendKeys('C-c')
    await tmux.terminal.waitFor(/Ctrl-C again leaves/, 'the question')
    tmux.sendKeys('C-c')
    // Its only program ended well, so tmux does.
    expect(await tmux.terminal.exit).toEqual({ code: 0, signal: null })
  },
)
