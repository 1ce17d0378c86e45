import { expect } from 'vitest'
import type { PlanReport } from '../../source/model/plan.ts'
import type { ToldAgent } from '../helpers/loop-agents.ts'
import type { ScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { insideOf, isEmpty } from './look.ts'

/** How a person's keys get to the screen. */
export interface Hands {
  /** The pane of that number gets the focus. */
  focus: (number: number) => Promise<void> | void
  /** Types the line and Enter. */
  enter: (pane: string, line: string) => Promise<void> | void
}

export interface Walk {
  here: ScreenRepo
  screen: Terminal
  hands: Hands
  /** Called when something was done and its screen should be looked at. */
  look?: (what: string) => Promise<void>
}

/** A project whose tests are those that the streams bring along. */
export const BUILDING = {
  agents: 'loop-builder.mjs',
  config: { tests: { smoke: 'node --test' } },
  files: {
    'package.json': JSON.stringify({ type: 'module' }),
    'test/base.test.js': "import test from 'node:test'\ntest('base', () => {})\n",
  },
}

/**
 * A plan from its first `continue` to its last `merge`, every word of it typed: the streams of a phase work side by
 * side, in the middle of a wide phase what is finished lands, at its end everything does.
 */
export async function walkPlan({ here, screen, hands, look = async () => {} }: Walk): Promise<PlanReport> {
  const report: PlanReport = JSON.parse((await here.cli('plan', here.plan, '--json', '--workers', '3')).out)
  const panes = ['orchestrator', ...report.phases.flatMap(({ streams }) => streams.map(({ id }) => id))]
  const go = async (pane: string) => {
    await hands.focus(panes.indexOf(pane) + 1)
    await screen.waitFor(isEmpty(pane), `the empty prompt of ${pane}`)
  }
  const shows = (pane: string, wanted: RegExp) =>
    screen.waitFor((now) => wanted.test(insideOf(now, pane).join('\n')), `${wanted} in ${pane}`)

  const start = async (pane: string, batch: string) => {
    await go(pane)
    await screen.waitFor(
      new RegExp(`\\d ${pane} [^\\n]* found ${batch} · type continue`),
      `${batch} of ${pane}`,
    )
    await hands.enter(pane, 'continue')
    const agent = await here.stage.next(pane)
    expect(agent.batch).toBe(batch)
    await shows(pane, new RegExp(`› continue\\n +${pane}: ${batch} starts.*\\n· ${batch} started`))
    await look(`${pane} ${batch} runs`)
    return agent
  }
  const finish = async (agent: ToldAgent) => {
    const { stream, batch } = agent
    await go(stream)
    agent.finish()
    await shows(stream, new RegExp(`✓ ${batch}: .*commit [0-9a-f]{7}.*\\n· (Done|Found)`))
    await hands.enter(stream, 'check')
    await shows(stream, /› check\n +(Found batch_\d|Nothing is left to do)/)
    await look(`${stream} ${batch} checked`)
  }
  const land = async (kind: 'checkpoint' | 'merge', number: number) => {
    await go('orchestrator')
    await hands.enter('orchestrator', kind)
    await screen.waitFor(new RegExp(`✓ ${kind}-${number} landed`), `${kind} ${number}`)
    await look(`${kind}-${number}`)
  }

  await screen.waitFor(isEmpty('orchestrator'), 'the first screen')
  await screen.waitFor(/found batch_1 · type continue/, 'the first batch')
  await look('opened')
  let landings = 0
  for (const { streams } of report.phases) {
    const batches = streams.map(({ id }) => report.batches.filter(({ stream }) => stream === id))
    const rounds = Math.max(...batches.map(({ length }) => length))
    for (let round = 0; round < rounds; round += 1) {
      const agents: ToldAgent[] = []
      for (const batch of batches.flatMap((each) => each[round] ?? []))
        agents.push(await start(batch.stream, batch.id))
      for (const agent of agents) await finish(agent)
      if (round === 0 && rounds > 1 && streams.length > 1) await land('checkpoint', ++landings)
    }
    await land('merge', ++landings)
  }
  await shows('orchestrator', /All streams merged\. Integration\s+testing needed\./)
  return report
}
