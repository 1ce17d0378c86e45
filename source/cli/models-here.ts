import { resolve } from 'node:path'
import { ok, type Result } from '../model/result.ts'
import type { ModelsConfig } from '../model/routing.ts'
import { mergeModels } from '../routing/model-tables.ts'
import { refCommit } from '../runtime/git/commits.ts'
import { locateRepository } from '../runtime/git/locate.ts'
import { openPerson } from '../runtime/person.ts'
import { readProject } from '../runtime/project.ts'

export interface ModelsHere {
  /** null: this is no repository. */
  root: string | null
  models: ModelsConfig
  agent: string | null
  /** Shared interfaces, as the repository names them. */
  contracts: string[]
}

/** The repository's models over the person's. Needs neither a repository nor a commit. */
export async function modelsHere(cwd: string | undefined): Promise<Result<ModelsHere>> {
  const person = openPerson(process.env)
  if (!person.ok) return person
  const { models, agent = null } = person.value
  const located = await locateRepository(resolve(cwd ?? '.'))
  const root = located?.root ?? null
  const head = root === null ? ok(null) : await refCommit(root, 'HEAD')
  if (!head.ok) return head
  if (root === null || head.value === null) return ok({ root, models, agent, contracts: [] })
  const project = await readProject(root, head.value)
  if (!project.ok) return project
  const { config } = project.value
  return ok({
    root,
    models: mergeModels(config.models ?? {}, models),
    agent: config.agent ?? agent,
    contracts: config.contracts ?? [],
  })
}
