import type { AgentModels, Level, ModelsConfig } from '../model/routing.ts'
import { LEVELS } from '../model/routing.ts'

/**
 * What each agent uses when nobody says otherwise: cheap where most work is. Full names, because a short one such as
 * `opus` means something else next month and has no price. An agent that is not here chooses for itself.
 */
const DEFAULTS: Record<string, AgentModels> = {
  claude: {
    simple: 'claude-haiku-4-5',
    moderate: 'claude-sonnet-5',
    complex: 'claude-opus-5-5',
    critical: 'claude-fable-5-1',
  },
  codex: {
    simple: 'gpt-5.6-luna',
    moderate: 'gpt-5.6-terra',
    complex: 'gpt-5.6-sol',
    critical: 'gpt-5.6-sol',
  },
  gemini: {
    simple: 'gemini-3.5-flash-lite',
    moderate: 'gemini-3.8-flash',
    complex: 'gemini-3.1-pro-preview',
    critical: 'gemini-3.1-pro-preview',
  },
}

/** Agents that a model can be chosen for: those with defaults, and those the config names. */
export const agentsWithModels = (config: ModelsConfig): string[] => [
  ...new Set([...Object.keys(DEFAULTS), ...Object.keys(config.agents ?? {})]),
]

export const tableOf = (agent: string, config: ModelsConfig): AgentModels => ({
  ...own(DEFAULTS, agent),
  ...own(config.agents, agent),
})

/** The repository's word over the person's, entry by entry. */
export const mergeModels = (repository: ModelsConfig, person: ModelsConfig): ModelsConfig => ({
  ...person,
  ...repository,
  agents: Object.fromEntries(
    agentsWithModels({ agents: { ...person.agents, ...repository.agents } }).map((agent) => [
      agent,
      { ...own(person.agents, agent), ...own(repository.agents, agent) },
    ]),
  ),
  streams: { ...person.streams, ...repository.streams },
  tasks: { ...person.tasks, ...repository.tasks },
})

/** The model of a level; where the table has none, the next stronger one, else the next weaker. */
export const modelAt = (table: AgentModels, level: Level): string | null =>
  modelsFrom(table, level)[0] ?? null

/** The models of a table in the order they are tried from a level on: stronger ones, then weaker ones. */
export const modelsFrom = (table: AgentModels, level: Level): string[] => {
  const from = LEVELS.indexOf(level)
  const order = [...LEVELS.slice(from), ...LEVELS.slice(0, from).reverse()]
  return [...new Set(order.flatMap((each) => table[each] ?? []))]
}

/** What the agent would use without routing. Not the strongest, so that savings are not made to look large. */
export const defaultModel = (agent: string, config: ModelsConfig): string | null => {
  const table = tableOf(agent, config)
  return table.default ?? modelAt(table, 'moderate')
}

/** Names come from outside: `constructor` is no agent. */
const own = <T>(record: Record<string, T> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined
