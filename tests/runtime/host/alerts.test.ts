import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { acpSpec } from '../../helpers/acp-script.ts'
import { isDone, openPlan } from '../../helpers/host.ts'
import { exists } from '../../helpers/loop-agents.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { freshPath } from '../../helpers/repo.ts'

const tokens = { inputTokens: 1000, outputTokens: 100, cachedReadTokens: 50, cachedWriteTokens: 5 }

test('money that runs out is told once, over a restart as well: a note, a page, and a notifier of the person', async () => {
  const agent = acpSpec({
    turns: [[{ spend: { usd: 0.85, tokens } }, { write: { 'alpha.txt': 'done\n' } }]],
  })
  const repo = makeProject({ config: { budget: { session: 1 } } })
  const rig = await openPlan(planText({ '$(touch hacked) Alpha': {} }), { agent, repo })
  const [stream = ''] = Object.keys(rig.session().streams)
  const told = freshPath('told')
  const settings = join(rig.places.home, 'config', 'config.json')
  mkdirSync(dirname(settings), { recursive: true })
  const line = '$BR_ALERT_LEVEL $BR_ALERT_ID: $BR_ALERT_TEXT'
  const onAlert = `echo "${line}" > '${told}.new'; mv '${told}.new' "${told}-$BR_ALERT_STATE"`
  writeFileSync(settings, JSON.stringify({ onAlert }))

  await rig.type(`continue ${stream}`)
  await rig.until('it done', isDone(stream, 'batch_1'))
  expect(rig.session().alerts).toMatchObject([{ id: 'budget', level: 'warning', value: 0.85 }])
  expect(rig.notes('orchestrator')).toMatch(
    /^Alert budget: \$0\.85 of the \$1\.00 for this session are spent/m,
  )
  await exists(`${told}-raised`)
  expect(readFileSync(`${told}-raised`, 'utf8')).toBe(
    'warning budget: $0.85 of the $1.00 for this session are spent; the limit is 80 %.\n',
  )
  expect(readFileSync(join(rig.places.alerts, 'budget.md'), 'utf8')).toMatch(/- state: raised, /)

  await rig.dropHost()
  await rig.nextHost()
  expect(rig.session().alerts).toHaveLength(1)
  await rig.type('dismiss budget')
  expect((await rig.type('alerts')).text).toBe('Dismissed: budget until it gets worse.')
  await rig.type('budget session 10')
  await rig.until('it over', ({ alerts }) => alerts.length === 0)
  expect(rig.notes('orchestrator').match(/Alert budget/g)).toHaveLength(1)
  await exists(`${told}-cleared`)
  await rig.host.loop.idle()
  expect(readFileSync(join(rig.places.alerts, 'budget.md'), 'utf8')).toMatch(/- state: cleared, /)
})
