import { LEVELS, type ModelsConfig } from '../model/routing.ts'
import { agentsWithModels, defaultModel, modelAt, tableOf } from '../routing/model-tables.ts'
import { type Rates, ratesOf } from '../routing/price.ts'
import { modelsHere } from './models-here.ts'
import { complain, type ExitCode, print, printJson } from './print.ts'
import { ratesText } from './rates-text.ts'

interface Entry {
  /** A level, or `default`: what savings are told against. */
  use: string
  model: string | null
  /** USD per million tokens; null: unknown. */
  rates: Rates | null
}

interface AgentEntry {
  agent: string
  models: Entry[]
  fallback: string[]
}

/** `br-tui models`: which model each level gets for each agent, and what it costs. */
export async function showModels({ cwd, json }: { cwd?: string; json?: boolean }): Promise<ExitCode> {
  const here = await modelsHere(cwd)
  if (!here.ok) return complain(here.error)
  const { models } = here.value
  const agents = agentsWithModels(models).map((agent) => entriesOf(agent, models, Date.now()))
  if (json) printJson({ agents })
  else print(agents.map(agentText).join('\n\n'))
  return 0
}

function entriesOf(agent: string, config: ModelsConfig, at: number): AgentEntry {
  const table = tableOf(agent, config)
  const entry = (use: string, model: string | null): Entry => ({
    use,
    model,
    rates: model === null ? null : ratesOf(model, at),
  })
  const levels = LEVELS.map((level) => entry(level, modelAt(table, level)))
  return {
    agent,
    models: [...levels, entry('default', defaultModel(agent, config))],
    fallback: table.fallback ?? [],
  }
}

function agentText({ agent, models, fallback }: AgentEntry): string {
  const width = Math.max(...models.map(({ model }) => model?.length ?? 0))
  const rows = models.map(({ use, model, rates }) =>
    model === null
      ? `  ${use.padEnd(8)}  the agent's own`
      : `  ${use.padEnd(8)}  ${model.padEnd(width)}  ${ratesText(rates)}`,
  )
  return [agent, ...rows, ...(fallback.length > 0 ? [`  fallback  ${fallback.join(', ')}`] : [])].join('\n')
}
