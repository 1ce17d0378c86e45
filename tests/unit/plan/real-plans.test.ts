import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Plan, Task } from '../../../source/model/plan.ts'
import { readPlan } from '../../../source/plan/read-plan.ts'

/**
 * Public plans with what was counted in them by other means. They are no part of the project: where they lie beside it
 * each is read and counted, and whatever differs has to be explained below. Nothing in the readers may fit them alone.
 */
const folder = join(import.meta.dirname, '../../../../shared/data/plans')
const isThere = existsSync(join(folder, 'truth.json'))
if (!isThere) console.log(`skipped: no public plans at ${folder}`)

interface Counts {
  tasks: number
  done: number
  phases: number
  parallel: number
  dependencies: number
}

interface Entry {
  file: string
  format: string
  source: { path: string }
  truth: Record<string, unknown>
}

const allTasks = ({ phases }: Plan): Task[] =>
  phases.flatMap(({ streams }) => streams.flatMap(({ tasks }) => tasks))
const isTop = ({ sourceId }: Task) => !sourceId?.includes('.')

/** What the truth calls by other names in each format; 0 and 1 where a format has no such thing. */
const expectedOf = ({ format, truth }: Entry): Counts => {
  const number = (name: string, otherwise = 0) => (typeof truth[name] === 'number' ? truth[name] : otherwise)
  const listed = Array.isArray(truth.inline_dependencies) ? truth.inline_dependencies.length : 0
  return {
    tasks: format === 'buildrunner' ? number('deliverables') : number('tasks') + number('subtasks'),
    done: number('done'),
    phases: number('phases', number('groups', number('sections') || 1)),
    parallel: number('parallel_marked'),
    dependencies: number('dependencies', listed),
  }
}

const countedIn = (plan: Plan, format: string): Counts => {
  const tasks = allTasks(plan)
  const streams = plan.phases.flatMap((phase) => phase.streams)
  const isMatrix = format === 'buildrunner'
  const own = format === 'taskmaster' ? tasks.filter(isTop) : tasks
  return {
    tasks: tasks.length,
    done: own.filter(({ state }) => state === 'done').length,
    phases: plan.phases.length,
    parallel: isMatrix
      ? plan.phases.filter(({ mode }) => mode === 'parallel').length
      : tasks.filter(({ parallel }) => parallel).length,
    dependencies: (isMatrix ? streams : own).reduce((sum, { dependsOn }) => sum + dependsOn.length, 0),
  }
}

/** Why a count is another here. */
const differences: Record<string, Partial<Record<keyof Counts, [counted: number, why: string]>>> = {
  'speckit-05.md': {
    dependencies: [
      58,
      'The truth counts what tasks say themselves. Its section Dependencies says more: six tests before nine parts (54), T010 and T011 before T019, T013 before T021, T016 before T009.',
    ],
  },
  'kiro-02.md': {
    phases: [
      4,
      'The truth counts headings, and there are none. We group by the four tasks on top, which have parts.',
    ],
  },
  'kiro-03.md': {
    phases: [
      7,
      'The truth counts six headings. We group by the seven tasks on top; the first heading has two of them.',
    ],
  },
  'superpowers-02.md': {
    dependencies: [
      8,
      'The plan has no field for them. Task 4 speaks of what Task 3 shifts; the last task names no files and verifies the seven before it.',
    ],
  },
}

describe.skipIf(!isThere)('public plans', () => {
  const entries: Entry[] = isThere ? JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) : []

  test.each(entries)('$file', (entry) => {
    const text = readFileSync(join(folder, entry.file), 'utf8')
    const { plan } = readPlan(text, { file: entry.source.path })
    const explained = Object.entries(differences[entry.file] ?? {}).map(([name, [counted]]) => [
      name,
      counted,
    ])
    expect({ format: plan.format, ...countedIn(plan, entry.format) }).toEqual({
      format: names[entry.format],
      ...expectedOf(entry),
      ...Object.fromEntries(explained),
    })
  })
})

const names: Record<string, string> = {
  'spec-kit': 'spec-kit',
  kiro: 'kiro',
  openspec: 'openspec',
  buildrunner: 'matrix',
  taskmaster: 'task-master',
  superpowers: 'superpowers',
}
