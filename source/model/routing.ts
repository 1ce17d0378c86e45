import { z } from 'zod'

/** How work is matched with models, as a repository or a person configures it. */

export const levelSchema = z.enum(['simple', 'moderate', 'complex', 'critical'])
export type Level = z.infer<typeof levelSchema>
export const LEVELS = levelSchema.options

/** A name becomes an argument of an agent, so it can be no option and holds no space. */
const modelName = z
  .string()
  .max(120)
  .regex(/^[\w@][\w.:/@+[\]-]*$/, 'A model is named with letters, digits and . : / @ + - [ ] _')

const agentModelsSchema = z
  .strictObject({
    simple: modelName,
    moderate: modelName,
    complex: modelName,
    critical: modelName,
    default: modelName.describe('what it would use without routing; savings are told against it'),
    fallback: z.array(modelName).describe('models to use in turn while the chosen one is unavailable'),
  })
  .partial()
export type AgentModels = z.infer<typeof agentModelsSchema>

export const modelsConfigSchema = z
  .strictObject({
    agents: z.record(z.string(), agentModelsSchema).describe("models by agent, as 'agent' names it"),
    streams: z.record(z.string(), modelName).describe('a model or a level for single streams, by stream id'),
    tasks: z.record(z.string(), modelName).describe('the same for single tasks, by task id'),
    stepDownAfter: z.int().min(1).max(100).describe('successes in a row before a cheaper model is tried'),
  })
  .partial()
export type ModelsConfig = z.infer<typeof modelsConfigSchema>

const dollars = z.number().positive()

/** Ceilings in USD. */
export const budgetSchema = z
  .strictObject({ batch: dollars, stream: dollars, session: dollars, day: dollars })
  .partial()
export type Budget = z.infer<typeof budgetSchema>

/** How a batch was matched with a model before it began. */
export const routedSchema = z.object({
  estimated: levelSchema.describe('by its files and what hangs on it'),
  level: levelSchema.describe('after the steps up and down'),
  score: z.number(),
  reasons: z.array(z.string()),
  why: z.array(z.string()).describe('from the level to the model'),
  model: z.string().nullable().describe("null: the agent's own"),
  alternatives: z.array(z.string()).describe('what is tried in turn where the model cannot be had'),
  expected: z.number().nullable().describe('USD; null: nobody knows'),
})
export type Routed = z.infer<typeof routedSchema>

/** What a prediction was and what came of it: a line of the local log. */
export const predictionSchema = routedSchema.pick({ estimated: true, level: true, expected: true }).extend({
  at: z.number().describe('ms since 1970'),
  session: z.string(),
  stream: z.string(),
  batch: z.string(),
  run: z.string(),
  agent: z.string(),
  score: z.number(),
  model: z.string().nullable().describe('the one that came back'),
  attempt: z.int(),
  outcome: z.string().describe("how the try ended, or 'left-out': the tests were red with it"),
  usd: z.number().nullable(),
  seconds: z.number().nullable(),
})
export type Prediction = z.infer<typeof predictionSchema>
