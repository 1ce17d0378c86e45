import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { say } from './look.ts'
import { settlesAs } from './settled-frame.ts'
import { BUILDING, type Hands, walkPlan } from './walk-plan.ts'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const SHARED = fromHere('../../../shared/plans/build-4e.md')

/** A person at the keyboard. */
const typing = (screen: Terminal): Hands => ({
  focus: (number) => void screen.press(`alt-${number}`),
  enter: async (pane, line) => void (await say(screen, pane, line)),
})

const MIDDLE = { columns: 120, rows: 40 }
const SIZES = [{ columns: 80, rows: 24 }, { columns: 200, rows: 50 }, MIDDLE]

test('a plan of the shape of Build 4E, typed from the first continue to the last merge: every screen', {
  timeout: 400_000,
}, async () => {
  const here = await openScreenRepo(
    readFileSync(fromHere('../fixtures/plans/build-like.md'), 'utf8'),
    BUILDING,
  )
  const screen = here.open(MIDDLE)
  // The screens by which one knows the whole: these are looked at in every size.
  const key = ['opened', 'colour-names batch_1 runs', 'colour-names batch_1 checked', 'merge-5']
  let count = 0
  const look = async (what: string) => {
    count += 1
    const name = `tidy-text/${String(count).padStart(2, '0')}-${what.replaceAll(' ', '-')}`
    await settlesAs(screen, name)
    if (key.includes(what)) for (const size of SIZES) await settlesAs(screen.resize(size), name)
  }
  const report = await walkPlan({ here, screen, hands: typing(screen), look })
  // Opened, every batch begun and checked, a checkpoint in the wide phase, and a merge for each phase.
  expect(count).toBe(1 + 2 * report.batches.length + 1 + report.phases.length)
  expect(here.stage.runs).toHaveLength(report.batches.length)
  expect(here.repo.git('ls-tree', '-r', '--name-only', 'br/tidy-text/integration')).toContain(
    'docs/colours.md',
  )
  expect(screen.heard().bells).toBeGreaterThan(0)
})

test.skipIf(!existsSync(SHARED))(
  'Build 4E itself (skipped where its plan is not beside the checkout): the same way to the same end',
  { timeout: 200_000 },
  async () => {
    const here = await openScreenRepo(readFileSync(SHARED, 'utf8'), BUILDING)
    const screen = here.open(MIDDLE)
    const key = ['opened', 'parallel-orchestration batch_1 runs', 'merge-5']
    const look = async (what: string) => {
      if (key.includes(what)) await settlesAs(screen, `build-4e/${what.replaceAll(' ', '-')}`)
    }
    const report = await walkPlan({ here, screen, hands: typing(screen), look })
    expect(here.stage.runs).toHaveLength(report.batches.length)
    expect(here.repo.git('ls-tree', '-r', '--name-only', 'br/build-4e/integration')).toContain(
      'docs/TELEMETRY.md',
    )
  },
)
