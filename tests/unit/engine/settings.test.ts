import { describe, expect, test } from 'vitest'
import { type Detected, NOTHING_DETECTED } from '../../../source/engine/detect.ts'
import {
  commandsToTrust,
  defaultWorkers,
  resolveSettings,
  type SettingsInput,
} from '../../../source/engine/settings.ts'
import type { ProjectConfig } from '../../../source/model/config.ts'
import type { Plan } from '../../../source/model/plan.ts'
import { planOf } from '../../helpers/session.ts'

const plan = planOf([{ a: {}, b: {}, c: {} }, { d: {} }])

const detected: Detected = {
  smoke: { source: 'detected', command: 'npm test', from: 'package.json' },
  full: { source: 'detected', command: 'npm run test:all', from: 'package.json' },
  install: { command: 'npm ci', lockFile: 'package-lock.json' },
  scripts: ['package.json test: vitest run'],
}

const settingsOf = (input: Partial<SettingsInput> = {}) =>
  resolveSettings({ plan, config: {}, person: {}, overrides: {}, detected, cores: 8, ...input })

describe('what holds for a session', () => {
  test('flags over repository over person over default', () => {
    const person = { agent: 'cmd: mine', workers: 5 }
    const config = { agent: 'cmd: repo', workers: 6 }
    const overrides = { agent: 'cmd: flag', workers: 7 }
    expect(settingsOf()).toMatchObject({ agent: 'manual', workers: 3 })
    expect(settingsOf({ person })).toMatchObject({ agent: 'cmd: mine', workers: 5 })
    expect(settingsOf({ person, config })).toMatchObject({ agent: 'cmd: repo', workers: 6 })
    expect(settingsOf({ person, config, overrides })).toMatchObject({ agent: 'cmd: flag', workers: 7 })
  })

  test('models of the repository over those of the person', () => {
    const person = { models: { streams: { a: 'mine', b: 'mine' } } }
    const config = { models: { streams: { a: 'theirs' } } }
    expect(settingsOf({ person, config }).models.streams).toEqual({ a: 'theirs', b: 'mine' })
  })

  test('of ceilings the lower one, so that no repository raises what a person allows; a flag may', () => {
    const person = { budget: { day: 20, batch: 1 } }
    const config = { budget: { day: 500, stream: 5, batch: 0.5 } }
    expect(settingsOf().budget).toEqual({})
    expect(settingsOf({ person, config }).budget).toEqual({ batch: 0.5, stream: 5, day: 20 })
    const overrides = { budget: { day: 100 } }
    expect(settingsOf({ person, config, overrides }).budget).toMatchObject({ day: 100 })
  })

  test('an agent given by flag is for every stream', () => {
    const config = { agents: { a: 'manual' } }
    expect(settingsOf({ config }).agents).toEqual({ a: 'manual' })
    expect(settingsOf({ config, overrides: { agent: 'scripted' } }).agents).toEqual({})
  })

  test('everything else has a default', () => {
    expect(settingsOf()).toMatchObject({
      setup: [],
      copy: [],
      env: [],
      contracts: [],
      retries: 2,
      install: detected.install,
      timeouts: { setup: 900, batch: 3600, tests: 1800, silent: 600 },
    })
    expect(settingsOf({ config: { retries: 0, timeouts: { batch: 5 } } })).toMatchObject({
      retries: 0,
      timeouts: { setup: 900, batch: 5, tests: 1800, silent: 600 },
    })
  })

  test('contracts come from the plan and the repository, each once', () => {
    const withContracts: Plan = { ...plan, contracts: ['api.ts', 'types.ts'] }
    const config = { contracts: ['types.ts', 'schema.sql'] }
    expect(settingsOf({ plan: withContracts, config }).contracts).toEqual([
      'api.ts',
      'types.ts',
      'schema.sql',
    ])
  })
})

describe('tests', () => {
  const testsOf = (tests: ProjectConfig['tests']) => settingsOf({ config: { tests } }).tests
  const configured = (command: string) => ({ source: 'configured', command })

  test('are detected, unless they are configured', () => {
    expect(settingsOf().tests).toEqual({ smoke: detected.smoke, full: detected.full, atOnce: 2 })
    expect(testsOf({ smoke: 'make quick', full: 'make all', atOnce: 1 })).toEqual({
      smoke: configured('make quick'),
      full: configured('make all'),
      atOnce: 1,
    })
  })

  test('one that is configured stands for both', () => {
    expect(testsOf({ smoke: 'x' })).toMatchObject({ smoke: configured('x'), full: configured('x') })
    expect(testsOf({ full: 'x' })).toMatchObject({ smoke: configured('x'), full: configured('x') })
  })

  test('"none" switches them off, whatever was detected', () => {
    const none = { source: 'none', command: null }
    expect(testsOf({ smoke: 'none', full: 'x' })).toMatchObject({ smoke: none, full: configured('x') })
    expect(testsOf({ full: 'none' })).toMatchObject({ smoke: none, full: none })
  })
})

test('two runs of tests go side by side from four cores on', () => {
  expect([3, 4].map((cores) => settingsOf({ cores }).tests.atOnce)).toEqual([1, 2])
})

describe('workers by default', () => {
  test.each([
    [8, 3],
    [3, 2],
    [2, 1],
    [1, 1],
  ])('with %i cores: %i, a core less and at most the widest phase', (cores, workers) => {
    expect(defaultWorkers(plan, cores)).toBe(workers)
  })

  test('never over 16, and never none', () => {
    const wide = planOf([Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`s${index}`, {}]))])
    expect(defaultWorkers(wide, 128)).toBe(16)
    expect(defaultWorkers(planOf([]), 8)).toBe(1)
  })
})

describe('what a person has to trust', () => {
  const trust = (config: ProjectConfig, more: Partial<SettingsInput> = {}, of = detected) =>
    commandsToTrust(config, settingsOf({ config, detected: of, ...more }), more.plan ?? plan, of)

  const steps: Plan = structuredClone(plan)
  const task = steps.phases[0]?.streams[0]?.tasks[0]
  if (task) Object.assign(task, { run: ['touch a'], onConflict: ['mend a'], onRepair: ['repair a'] })

  test('setup, install, tests each once, the scripts they run, and agents of the repository', () => {
    expect(trust({ setup: ['make'], agent: 'cmd: x', agents: { a: 'cmd: y', b: 'manual' } })).toEqual([
      'setup: make',
      'install: npm ci',
      'tests: npm test',
      'tests: npm run test:all',
      'package.json test: vitest run',
      'agent: cmd: x',
      'agent: cmd: y',
    ])
  })

  test('nothing where nothing of the repository is run', () => {
    expect(trust({}, { person: { agent: 'cmd: mine' } }, NOTHING_DETECTED)).toEqual([])
  })

  test("the plan's own steps, only where an agent runs them", () => {
    expect(trust({}, { plan: steps }).some((line) => line.startsWith('plan:'))).toBe(false)
    const scripted = trust({ agents: { a: 'scripted' } }, { plan: steps })
    expect(scripted.filter((line) => line.startsWith('plan:'))).toEqual([
      'plan: touch a',
      'plan: mend a',
      'plan: repair a',
    ])
  })
})

test('commits are made one by a person’s word, unless the repository or the person says otherwise', () => {
  const rewrite = (input: Partial<SettingsInput>) => settingsOf(input).checks.rewrite
  expect(rewrite({})).toBe('ask')
  expect(rewrite({ person: { rewrite: 'auto' } })).toBe('auto')
  expect(rewrite({ person: { rewrite: 'auto' }, config: { checks: { rewrite: 'ask' } } })).toBe('ask')
})
