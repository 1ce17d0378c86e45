import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'vitest'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { hasTmux } from '../helpers/tmux.ts'
import { settlesAs } from './settled-frame.ts'
import { BUILDING, walkPlan } from './walk-plan.ts'

const PLAN = fileURLToPath(new URL('../fixtures/plans/build-like.md', import.meta.url))

test.skipIf(!hasTmux)(
  'a whole plan by the keys of a script inside of tmux (skipped where there is none) ends in the same screens',
  { timeout: 200_000 },
  async () => {
    const here = await openScreenRepo(readFileSync(PLAN, 'utf8'), BUILDING)
    const tmux = here.openInTmux({ columns: 120, rows: 40 })
    await walkPlan({
      here,
      screen: tmux.terminal,
      hands: {
        focus: (number) => tmux.sendKeys(`M-${number}`),
        // One call: text and Enter come in one read.
        enter: (_, line) => tmux.sendKeys(line, 'Enter'),
      },
    })
    for (const [columns, rows] of [
      [120, 40],
      [80, 24],
      [200, 50],
    ] as const) {
      tmux.resize({ columns, rows })
      await settlesAs(tmux.terminal, 'tidy-text/32-merge-5')
    }
  },
)
