import { describe, expect, test } from 'vitest'
import { samplePlan } from '../../../source/demo/plan.ts'
import { NOTHING_DETECTED } from '../../../source/engine/detect.ts'
import { commandsToTrust, resolveSettings } from '../../../source/engine/settings.ts'
import { readPlan } from '../../../source/plan/read-plan.ts'

const { plan, diagnostics } = readPlan(samplePlan(), { file: 'PLAN.md' })
const tasks = plan.phases.flatMap(({ streams }) => streams.flatMap((stream) => stream.tasks))
const detected = NOTHING_DETECTED

describe("the demo's plan", () => {
  test('says nothing wrong, but warns of the file that two streams will conflict in', () => {
    expect(diagnostics.map(({ severity, code, message }) => [severity, code, message.split(':')[0]])).toEqual(
      [
        ['warning', 'shared-file', 'src/index.js is named by wrapping and tables'],
        ['info', 'likely-shared', 'src/index.js is touched by wrapping and tables'],
      ],
    )
  })

  test('has a phase of three streams that may run side by side between two of one', () => {
    expect(plan.slug).toBe('pocket-text')
    expect(plan.phases.map(({ streams }) => streams.map(({ id }) => id))).toEqual([
      ['foundation'],
      ['wrapping', 'tables', 'titles'],
      ['release'],
    ])
    expect(plan.phases[1]?.streams.map(({ dependsOn }) => dependsOn)).toEqual([[], [], []])
  })

  test('carries steps for every task, and for what goes wrong where it does', () => {
    expect(tasks.filter(({ run }) => run.length !== 1)).toEqual([])
    const mending = tasks.map(({ id, onConflict, onRepair }) => [id, onConflict.length, onRepair.length])
    expect(mending.filter(([, conflict, repair]) => conflict !== 0 || repair !== 0)).toEqual([
      ['wrapping.1', 1, 0],
      ['wrapping.2', 0, 1],
      ['tables.1', 1, 0],
    ])
  })

  test('keeps here-documents whole: each ends at a line of its own', () => {
    const steps = tasks.flatMap(({ run, onConflict, onRepair }) => [...run, ...onConflict, ...onRepair])
    for (const step of steps) {
      const begun = step.match(/<<'END'$/gm)?.length ?? 0
      expect(step.match(/^END$/gm)?.length ?? 0).toBe(begun)
    }
  })
})

test('steps for a conflict or a repair are shown to who is asked to trust a plan', () => {
  const settings = resolveSettings({
    ...{ plan, config: {}, person: {}, detected, cores: 4 },
    overrides: { agent: 'scripted' },
  })
  const shown = commandsToTrust({}, settings, plan, detected)
  for (const step of tasks.flatMap(({ onConflict, onRepair }) => [...onConflict, ...onRepair])) {
    expect(shown).toContain(`plan: ${step}`)
  }
})
