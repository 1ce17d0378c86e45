import type { Plan, Task } from '../model/plan.ts'
import type { Batch } from '../model/session.ts'
import type { FileFact, Work } from '../plan/complexity.ts'

export interface BatchOfPlan {
  plan: Plan
  stream: string
  batch: Pick<Batch, 'kind' | 'tasks' | 'files'>
  /** Shared interfaces: the plan's and those of the configuration. */
  contracts: string[]
  /** What was looked up about files; the others stay unknown. */
  facts: FileFact[]
}

/** What is known of a batch before anybody works on it. */
export function workOfBatch({ plan, stream, batch, contracts, facts }: BatchOfPlan): Work {
  const streams = plan.phases.flatMap((phase) => phase.streams)
  const own = streams.find(({ id }) => id === stream)
  const tasks = own?.tasks.filter(({ id }) => batch.tasks.includes(id)) ?? []
  const others = streams.flatMap((each) => each.tasks).filter(({ id }) => !batch.tasks.includes(id))
  const files = filesOfBatch(batch, tasks, own?.files ?? [])
  return {
    text: tasks.map(({ title }) => title).join('\n'),
    kind: batch.kind,
    tasks: batch.tasks.length,
    files: files.map(
      (path) => facts.find((fact) => fact.path === path) ?? { path, lines: null, mentions: null },
    ),
    contracts: contracts.filter((path) => files.includes(path)),
    dependsOn: new Set([
      ...(own?.dependsOn ?? []),
      ...tasks.flatMap(({ dependsOn }) => dependsOn.filter((id) => !batch.tasks.includes(id))),
    ]).size,
    dependents:
      streams.filter(({ dependsOn }) => dependsOn.includes(stream)).length +
      others.filter(({ dependsOn }) => dependsOn.some((id) => batch.tasks.includes(id))).length,
  }
}

/** A task without files of its own has those of its stream. A conflict is about the files in conflict. */
function filesOfBatch({ files }: BatchOfPlan['batch'], tasks: Task[], ofStream: string[]): string[] {
  if (files.length > 0) return files
  return [...new Set(tasks.flatMap((task) => (task.files.length > 0 ? task.files : ofStream)))]
}
