import type { AlertsConfig } from '../model/alert.ts'
import { type CheckSettings, type ChecksConfig, DEFAULT_CHECKS } from '../model/checks.ts'
import type { ProjectConfig, Settings, TestSetting } from '../model/config.ts'
import type { Overrides } from '../model/message.ts'
import type { Plan } from '../model/plan.ts'
import type { Budget, ModelsConfig } from '../model/routing.ts'
import { lowerBudget } from '../routing/budget.ts'
import { mergeModels } from '../routing/model-tables.ts'
import type { Detected } from './detect.ts'

export interface SettingsInput {
  plan: Plan
  config: ProjectConfig
  person: {
    agent?: string | undefined
    workers?: number | undefined
    models?: ModelsConfig
    budget?: Budget
    rewrite?: CheckSettings['rewrite'] | undefined
    alerts?: AlertsConfig
  }
  overrides: Overrides
  detected: Detected
  cores: number
}

/** With fewer, two runs of tests take as long as one after the other, and what is timed in them fails. */
const CORES_FOR_TWO = 4

const DEFAULT_TIMEOUTS = { setup: 900, batch: 3600, tests: 1800, silent: 600, snapshot: 180 }

/** Flags over repository over person over what was detected. */
export function resolveSettings({
  plan,
  config,
  person,
  overrides,
  detected,
  cores,
}: SettingsInput): Settings {
  return {
    agent: overrides.agent ?? config.agent ?? person.agent ?? 'manual',
    agents: overrides.agent === undefined ? (config.agents ?? {}) : {},
    workers: overrides.workers ?? config.workers ?? person.workers ?? defaultWorkers(plan, cores),
    setup: config.setup ?? [],
    install: detected.install,
    copy: config.copy ?? [],
    tests: {
      smoke: testSetting(config.tests?.smoke ?? config.tests?.full, detected.smoke),
      full: testSetting(config.tests?.full ?? config.tests?.smoke, detected.full),
      atOnce: config.tests?.atOnce ?? (cores >= CORES_FOR_TWO ? 2 : 1),
    },
    contracts: [...new Set([...plan.contracts, ...(config.contracts ?? [])])],
    env: config.env ?? [],
    help: config.help ?? 'safe',
    retries: config.retries ?? 2,
    timeouts: { ...DEFAULT_TIMEOUTS, ...config.timeouts },
    checks: checkSettings(config.checks, person.rewrite),
    models: mergeModels(config.models ?? {}, person.models ?? {}),
    budget: { ...lowerBudget(config.budget ?? {}, person.budget ?? {}), ...overrides.budget },
    alerts: { ...person.alerts, ...config.alerts },
  }
}

const checkSettings = (config: ChecksConfig = {}, rewrite = DEFAULT_CHECKS.rewrite): CheckSettings => ({
  ...DEFAULT_CHECKS,
  rewrite,
  ...config,
  coverage: { ...DEFAULT_CHECKS.coverage, ...config.coverage },
})

/** A core for the person and the host; no more than the plan can ever use at once. */
export function defaultWorkers(plan: Plan, cores: number): number {
  const widest = Math.max(1, ...plan.phases.map(({ streams }) => streams.length))
  return Math.max(1, Math.min(cores - 1, widest, 16))
}

const testSetting = (configured: string | undefined, detected: TestSetting): TestSetting => {
  if (configured === 'none') return { source: 'none', command: null }
  return configured === undefined ? detected : { source: 'configured', command: configured }
}

/** Everything that text from the repository or the plan would make this machine run, as a person is shown it. */
export function commandsToTrust(
  config: ProjectConfig,
  settings: Settings,
  plan: Plan,
  detected: Detected,
): string[] {
  // One that has a name is a program too, and what it does is paid for by the person.
  const agents = [config.agent, ...Object.values(config.agents ?? {})].filter(
    (agent) => agent !== undefined && agent !== 'manual' && agent !== 'scripted',
  )
  const tests = [settings.tests.smoke, settings.tests.full].flatMap(({ command }) => command ?? [])
  const usesSteps = [settings.agent, ...Object.values(settings.agents)].includes('scripted')
  const steps = usesSteps
    ? plan.phases
        .flatMap(({ streams }) => streams.flatMap(({ tasks }) => tasks))
        .flatMap(({ run, onConflict, onRepair }) => [...run, ...onConflict, ...onRepair])
    : []
  return [
    ...settings.setup.map((command) => `setup: ${command}`),
    ...(detected.install ? [`install: ${detected.install.command}`] : []),
    ...[...new Set(tests)].map((command) => `tests: ${command}`),
    ...detected.scripts,
    ...agents.map((agent) => `agent: ${agent}`),
    ...steps.map((step) => `plan: ${step}`),
  ]
}
