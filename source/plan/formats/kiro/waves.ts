import type { Block } from '../../markdown-blocks.ts'
import { type ReferenceIndex, readReferences } from '../../references.ts'

export interface Wave {
  /** Ids of the plan. */
  tasks: string[]
  /** Positions of the waves before it; without any word of it, the one before. */
  after: number[]
}

/**
 * The waves of a `Task Dependency Graph`, a block of JSON: lists of ids, or objects with `tasks`, maybe an `id` or
 * `wave` and `depends_on`; or an object with a list a wave. Null: the plan has none.
 */
export const readWaves = (blocks: Block[], ids: ReferenceIndex): Wave[] | null => {
  for (const block of blocks) {
    if (block.kind !== 'code' || !/"?waves"?\s*[:=]/.test(block.text)) continue
    const waves = asWaves(parseJson(block.text), ids)
    if (waves.some(({ tasks }) => tasks.length > 0)) return waves
  }
  return null
}

/** People leave a comma behind the last of a list. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/,(\s*[\]}])/g, '$1'))
  } catch {
    return null
  }
}

const asWaves = (value: unknown, ids: ReferenceIndex): Wave[] => {
  const waves = isObject(value) ? value.waves : null
  const entries = Array.isArray(waves) ? waves : isObject(waves) ? Object.values(waves) : []
  const names = entries.map((entry, index) =>
    String(isObject(entry) ? (entry.id ?? entry.wave ?? index) : index),
  )
  const position = new Map(names.map((name, index) => [name, index]))
  return entries.slice(0, mostWaves).map((entry, index): Wave => {
    const before = index > 0 ? [index - 1] : []
    if (Array.isArray(entry)) return { tasks: idsOf(entry, ids), after: before }
    if (!isObject(entry)) return { tasks: [], after: before }
    const declared = entry.depends_on ?? entry.dependsOn
    const after = Array.isArray(declared)
      ? declared.flatMap((name) => position.get(String(name)) ?? [])
      : before
    const tasks = entry.tasks ?? entry.taskIds ?? entry.ids
    return {
      tasks: Array.isArray(tasks) ? idsOf(tasks, ids) : [],
      after: after.filter((other) => other < index),
    }
  })
}

const mostWaves = 1000

const idsOf = (values: unknown[], index: ReferenceIndex): string[] =>
  values.flatMap((value) => {
    const written = isObject(value) ? value.id : value
    return typeof written === 'string' || typeof written === 'number'
      ? readReferences(String(written), index).ids
      : []
  })

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
