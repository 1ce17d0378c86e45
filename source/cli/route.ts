import { realpath } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { ModelsConfig } from '../model/routing.ts'
import { type Complexity, complexity } from '../plan/complexity.ts'
import { chooseModel } from '../routing/choose-model.ts'
import { agentsWithModels } from '../routing/model-tables.ts'
import { type Rates, ratesOf } from '../routing/price.ts'
import { fileFacts } from '../runtime/file-facts.ts'
import { type ModelsHere, modelsHere } from './models-here.ts'
import { complain, type ExitCode, print, printJson } from './print.ts'
import { ratesText } from './rates-text.ts'

export interface RouteOptions {
  cwd?: string
  file?: string[]
  agent?: string
  json?: boolean
}

interface Routed {
  agent: string
  /** null: the agent chooses for itself. */
  model: string | null
  rates: Rates | null
  why: string[]
}

/** `br-tui route 'TEXT'`: how hard that work looks and which model would begin it. Runs nothing, writes nothing. */
export async function route(text: string, { cwd, file = [], agent, json }: RouteOptions): Promise<ExitCode> {
  if (text.trim() === '')
    return complain(
      { message: 'There is no text.', mend: "Say what is to be done: br-tui route 'Add a parser'" },
      2,
    )
  const here = await modelsHere(cwd)
  if (!here.ok) return complain(here.error)
  // git tells the real path of the root, so files must be told from it as well.
  const folder = await realpath(cwd ?? '.').catch(() => resolve(cwd ?? '.'))
  const root = here.value.root ?? folder
  const paths = [...new Set(file.map((path) => relative(root, resolve(folder, path)).split(sep).join('/')))]
  const outside = paths.find((path) => path === '' || path === '..' || path.startsWith('../'))
  if (outside !== undefined)
    return complain(
      { message: `${outside || '.'} is no file in ${root}.`, mend: 'Name files of this repository.' },
      2,
    )

  const isRepository = here.value.root !== null
  const files = await fileFacts(root, paths, { isRepository, now: () => performance.now() })
  const contracts = here.value.contracts.filter((path) => paths.includes(path))
  const found = complexity({ text, kind: 'tasks', tasks: 1, files, contracts, dependsOn: 0, dependents: 0 })
  const models = agentsToShow(agent, here.value).map((each) =>
    routed(each, here.value.models, found, Date.now()),
  )
  if (json) printJson({ text, ...found, files, models })
  else print(routeText(found, models))
  return 0
}

/** The one that was named, else the one that works here, else all that have models. */
function agentsToShow(asked: string | undefined, { agent, models }: ModelsHere): string[] {
  if (asked !== undefined) return [asked]
  const known = agentsWithModels(models)
  return agent !== null && known.includes(agent) ? [agent] : known
}

function routed(agent: string, config: ModelsConfig, { level }: Complexity, at: number): Routed {
  const choice = chooseModel({ agent, config, estimated: level })
  const model = choice.kind === 'model' ? choice.model : null
  return { agent, model, rates: model === null ? null : ratesOf(model, at), why: choice.why }
}

function routeText({ level, score, reasons }: Complexity, models: Routed[]): string {
  const points = reasons.map(({ points: each, text }) => `  ${signed(each).padStart(4)}  ${text}`)
  const width = Math.max(...models.map(({ agent }) => agent.length))
  const modelWidth = Math.max(...models.map(({ model }) => model?.length ?? 0))
  const rows = models.map(({ agent, model, rates }) =>
    model === null
      ? `${agent.padEnd(width)}  chooses its own model; name some for it in br.config.json: models.agents`
      : `${agent.padEnd(width)}  ${model.padEnd(modelWidth)}  ${ratesText(rates)}`,
  )
  return [`${level}, ${score} of 100`, ...points, '', ...rows].join('\n')
}

const signed = (points: number): string => (points > 0 ? `+${points}` : `${points}`)
