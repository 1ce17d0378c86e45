import type { Plan, Task } from '../../model/plan.ts'

/** Tasks that follow on one another in a phase and are all marked parallel: `[P]` after `[P]`. */
export const parallelRuns = (plan: Plan): Task[][] =>
  plan.phases.flatMap(({ streams }) => {
    const runs: Task[][] = [[]]
    for (const task of streams.flatMap(({ tasks }) => tasks).sort((a, b) => a.line - b.line)) {
      if (task.parallel) runs.at(-1)?.push(task)
      else if (runs.at(-1)?.length) runs.push([])
    }
    return runs.filter(({ length }) => length > 1)
  })
