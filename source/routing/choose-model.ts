import { LEVELS, type Level, type ModelsConfig } from '../model/routing.ts'
import { levelNow, type Tried } from './level-now.ts'
import { modelAt, modelsFrom, tableOf } from './model-tables.ts'

export interface ModelRequest {
  agent: string
  config: ModelsConfig
  estimated: Level
  /** The stream's tries so far, oldest first. */
  tried?: Tried[]
  stream?: string
  tasks?: string[]
  /** What a person typed for this stream: a model or a level. */
  asked?: string | null
  /** Models that cannot be had now: refused, unknown to the account, over their limit. */
  unavailable?: string[]
}

export type ModelChoice = { level: Level; why: string[] } & (
  | { kind: 'model'; model: string }
  /** The agent is started without a word about models. */
  | { kind: 'own' }
  | { kind: 'none'; unavailable: string[] }
)

/** Which model does a batch, and why. Words of a person win: typed, then of the task, then of the stream. */
export function chooseModel(request: ModelRequest): ModelChoice {
  const wish = wishOf(request)
  if (wish && !isLevel(wish.value)) {
    return available({ ...request, first: wish.value, level: request.estimated, why: [wish.why] })
  }
  const { config, tried = [] } = request
  const estimated = wish && isLevel(wish.value) ? wish.value : request.estimated
  const { level, steps } = levelNow(estimated, tried, config.stepDownAfter)
  const why = [wish?.why ?? `the work looks ${estimated}`, ...stepsText(steps)]
  const first = modelAt(tableOf(request.agent, config), level)
  if (first === null)
    return { kind: 'own', level, why: [...why, `no models are known for '${request.agent}'`] }
  return available({ ...request, first, level, why })
}

interface Wish {
  value: string
  why: string
}

function wishOf({ asked, tasks = [], stream, config }: ModelRequest): Wish | null {
  if (asked) return { value: asked, why: `${asked} was asked for` }
  const forTask = tasks.find((task) => Object.hasOwn(config.tasks ?? {}, task))
  const taskModel = forTask === undefined ? undefined : config.tasks?.[forTask]
  if (taskModel) return { value: taskModel, why: `the config names ${taskModel} for ${forTask}` }
  const streams = config.streams ?? {}
  const streamModel = stream !== undefined && Object.hasOwn(streams, stream) ? streams[stream] : undefined
  return streamModel ? { value: streamModel, why: `the config names ${streamModel} for ${stream}` } : null
}

const isLevel = (value: string): value is Level => (LEVELS as string[]).includes(value)

const stepsText = (steps: number): string[] => {
  if (steps === 0) return []
  const count = `${Math.abs(steps)} level${Math.abs(steps) === 1 ? '' : 's'}`
  return [steps > 0 ? `${count} up after failures` : `${count} down after successes`]
}

interface Wanted extends ModelRequest {
  first: string
  level: Level
  why: string[]
}

/** The wanted model or, while it cannot be had, the next: those of the fallback list, stronger ones, weaker ones. */
function available({ first, level, why, agent, config, unavailable = [] }: Wanted): ModelChoice {
  const table = tableOf(agent, config)
  const order = [...new Set([first, ...(table.fallback ?? []), ...modelsFrom(table, level)])]
  const model = order.find((each) => !unavailable.includes(each))
  if (model === undefined)
    return { kind: 'none', level, unavailable: order, why: [...why, 'none of the models is available'] }
  return {
    kind: 'model',
    level,
    model,
    why: model === first ? why : [...why, `${first} is not available`],
  }
}
