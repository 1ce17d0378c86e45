import { describe, expect, test } from 'vitest'
import type { Plan, Task } from '../../../source/model/plan.ts'
import { adaptPlan } from '../../../source/plan/adapt-plan.ts'
import { planChanges } from '../../../source/plan/plan-changes.ts'
import { allStreams } from '../../../source/plan/stream-graph.ts'
import { planOf } from '../../helpers/session.ts'

/** Streams by id, with their tasks as `sourceId title`, or only a title. */
function plan(streams: Record<string, string[]>): Plan {
  const made = planOf([Object.fromEntries(Object.keys(streams).map((id) => [id, { tasks: 1 }]))])
  for (const stream of allStreams(made)) {
    stream.files = []
    stream.tasks = (streams[stream.id] ?? []).map((text, index): Task => {
      const [, sourceId, title = ''] = /^(?:([T\d][\d.]*) )?(.*)$/.exec(text) ?? []
      return {
        ...(stream.tasks[0] as Task),
        id: `${stream.id}.${index + 1}`,
        sourceId: sourceId ?? null,
        title,
      }
    })
  }
  return made
}

const adapted = (before: Plan, after: Plan, gone: Parameters<typeof adaptPlan>[0]['gone'] = []) => {
  const taken = new Set(allStreams(before).map(({ id }) => id))
  return adaptPlan({ before, after, gone, taken })
}

/** What became of it: new titles by the ids that they had. */
const became = (before: Record<string, string[]>, after: Record<string, string[]>) =>
  Object.fromEntries(
    allStreams(adapted(plan(before), plan(after))).map(({ id, tasks }) => [
      id,
      tasks.map((task) => `${task.id} ${task.title}`),
    ]),
  )

describe('a task is the one it was', () => {
  test.each([
    [
      'behind one that was put before it',
      { a: ['1 Draw', '2 Write'] },
      { a: ['1 Look', '2 Draw', '3 Write'] },
      { a: ['a.4 Look', 'a.1 Draw', 'a.2 Write'] },
    ],
    [
      'in other words',
      { a: ['1 Cost tracking structure'] },
      { a: ['1 Cost tracking store'] },
      { a: ['a.1 Cost tracking store'] },
    ],
    [
      'in other words and with punctuation',
      { a: ['Wire it up.'] },
      { a: ['**Wire** it up'] },
      { a: ['a.1 **Wire** it up'] },
    ],
    [
      'in another stream, by a title that says something',
      { a: ['Draw the owl', 'Write'], b: ['Read'] },
      { a: ['Write'], b: ['Read', 'Draw the owl'] },
      { a: ['a.2 Write'], b: ['b.1 Read', 'a.1 Draw the owl'] },
    ],
    [
      'by a name of its own, however it is put',
      { a: ['T014 Draw'], b: ['Read'] },
      { a: ['Write'], b: ['Read', 'T014 Something else'] },
      { a: ['a.4 Write'], b: ['b.1 Read', 'a.1 Something else'] },
    ],
    [
      'in a stream of another name',
      { old: ['Draw', 'Write'] },
      { young: ['Draw', 'Write', 'Read'] },
      { old: ['old.1 Draw', 'old.2 Write', 'old.3 Read'] },
    ],
  ])('%s', (_, before, after, wanted) => {
    expect(became(before, after)).toEqual(wanted)
  })

  test.each([
    ['for its number alone', { a: ['1 Draw', '2 Write tests'] }, { a: ['1 Draw', '2 Deploy'] }, 'a.2'],
    [
      'for a title that every stream has',
      { a: ['Draw', 'Tests'], b: ['Read'] },
      { a: ['Draw'], b: ['Read', 'Tests'] },
      'a.2',
    ],
  ])('but not %s', (_, before, after, lost) => {
    expect(
      Object.values(became(before, after))
        .flat()
        .map((text) => text.split(' ')[0]),
    ).not.toContain(lost)
  })

  test('that was gone for a while', () => {
    const [a] = allStreams(plan({ a: ['Draw', 'Write'] }))
    const gone = [{ stream: 'a', task: a?.tasks[1] as Task }]
    const back = adapted(plan({ a: ['Draw'] }), plan({ a: ['Write', 'Draw'] }), gone)
    expect(allStreams(back)[0]?.tasks.map(({ id }) => id)).toEqual(['a.2', 'a.1'])
  })
})

test('what a person is told: added, removed, renamed, moved, re-dated, ticked', () => {
  const before = plan({ a: ['1 Draw the owl', '2 Write it down', '3 Sing'], b: ['Read'], c: ['Think'] })
  const after = plan({ a: ['1 Draw the big owl', '2 Sing'], b: ['Read', 'Write it down'], d: ['Rest'] })
  const [a, b] = allStreams(after)
  Object.assign(a ?? {}, { duration: 4 })
  Object.assign(b?.tasks[0] ?? {}, { state: 'done' })
  expect(planChanges(before, adapted(before, after))).toEqual([
    '~ a: 4 days instead of 1',
    '+ stream d: 1 task, 1 days',
    '- stream c',
    "~ a: 'Draw the owl' is 'Draw the big owl' now",
    '~ b: Read is ticked',
    '> Write it down: from a to b',
  ])
})
