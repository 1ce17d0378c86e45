import { describe, expect, test } from 'vitest'
import { commands } from '../../../source/commands/index.ts'
import { age, GLYPHS, statusText } from '../../../source/commands/status.ts'
import { typeCommand } from '../../../source/commands/type-command.ts'
import { checkpointsOf, checkpointsSchema } from '../../../source/model/checkpoints.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  allDone,
  autoTo,
  blocked,
  commit,
  judged,
  landed,
  landing,
  leftOut,
  readySession,
  requested,
  sessionAfter,
  sessionOf,
  started,
  startedListening,
} from '../../helpers/session.ts'

const say = (session: Session, text: string, focus: string | null = null) => {
  const { events, answer, query } = typeCommand(session, {
    text,
    focus,
    at: 62_000,
    by: 'you',
    fromWorker: false,
  })
  expect(events).toEqual([])
  const said = answer(session)
  return { query, ...said, text: said?.text ?? '' }
}

const ready = readySession([{ a: { days: 2 }, b: {} }, { c: {} }])
const checkpointed = sessionAfter(allDone(ready, 'a', 'b'), ...landed('checkpoint', [leftOut('b')]))

describe('status', () => {
  test('is one line a stream, with evidence and age', () => {
    const session = sessionAfter(ready, requested('a'), started('a'), blocked('b', 'no key'))
    expect(statusText(session, 62_000).split('\n')).toEqual([
      'A plan · day 0 of 3 · 0/4 tasks · started 1 min ago',
      '  ● a  running   batch_1 · 1 min ago',
      '  ⊘ b  blocked   no key',
      '  ⊘ c  blocked   waits for a, b',
      '  forecast: day 0 of 3, 1 sooner than one after another (4). At the earliest, for what waits for you holds up b, c.',
      '  nothing has landed yet',
    ])
  })

  test('says what is being put together, what landed, that auto is on, and the end', () => {
    expect(say(sessionAfter(checkpointed, landing('update')), 'status').text).toContain(
      'update-2 is being put together since 1 min',
    )
    expect(say(checkpointed, 'status').text).toContain('checkpoint-1 published · tests passed · 1 min ago')
    expect(say(sessionAfter(ready, autoTo('on')), 'status').text).toContain('auto is on')
    const end = sessionAfter(allDone(readySession([{ a: {} }]), 'a'), ...landed('merge'))
    expect(say(end, 'status').text).toContain('Finished. Bring it home: git merge br/a-plan/integration')
  })

  test('has a sign of its own for every state', () => {
    // What looks stuck waits for a person as well, and is told from the other by its word.
    const { stuck, ...others } = GLYPHS
    const signs = Object.values(others)
    expect(stuck).toBe(others.waits)
    expect(new Set(signs).size).toBe(signs.length)
  })

  test.each([
    [-5, '0 s'],
    [59_000, '59 s'],
    [60_000, '1 min'],
    [3_599_000, '59 min'],
    [3_600_000, '1 h'],
    [172_000_000, '47 h'],
    [172_800_000, '2 days'],
  ])('%i ms are %s', (ms, text) => {
    expect(age(ms)).toBe(text)
  })
})

describe('plan, decisions and checkpoints', () => {
  test('plan shows phases, streams and the forecast', () => {
    expect(say(ready, 'plan').text.split('\n')).toEqual([
      'A plan',
      'Phase 0 (parallel)',
      '  a: 2 tasks, 0–2',
      '  b: 1 tasks, 0–1',
      'Phase 1 (parallel)',
      '  c: 1 tasks, 2–3',
      'With 3 workers, day 0 of 3, 1 sooner than one after another (4).',
    ])
  })

  test('decisions are listed with who and when', () => {
    expect(say(ready, 'decisions').text).toBe("No decision is shared yet. Type 'decide TEXT'.")
    const decided = sessionAfter(ready, { type: 'decision-recorded', at: 2000, by: 'a', text: 'Tabs' })
    expect(say(decided, 'decisions').text).toBe('Tabs (a, 1 min ago)')
  })

  test('checkpoints are listed with their members, tests and who was left out', () => {
    expect(say(ready, 'checkpoints').text).toBe('Nothing has landed yet.')
    expect(say(checkpointed, 'checkpoints').text).toBe(
      'checkpoint-1: published · a · tests passed · 0000000 · b left out (conflict) · 1 min ago',
    )
    const refused = sessionAfter(
      allDone(ready, 'a'),
      landing('checkpoint'),
      judged({ rejected: true, status: 'failed' }),
    )
    expect(say(refused, 'checkpoints').text).toContain('rejected · no stream · tests failed')
  })
})

test('one checkpoint is told whole: base, order, every run of its tests with its log, who was left out and why', () => {
  const run = {
    at: 5,
    streams: ['a', 'b'],
    commit: commit(7),
    tree: commit(8),
    failing: ['adds'],
    again: false,
  }
  const [first] = checkpointed.landings
  const landings = [
    {
      ...(first as Session['landings'][number]),
      gates: [{ ...run, status: 'failed' as const, summary: '1 failing', log: '/logs/1.log', seconds: 3.2 }],
    },
  ]
  const { text } = say({ ...checkpointed, landings }, 'checkpoints 1')
  expect(text.split('\n')).toEqual([
    'checkpoint-1: published · a · tests passed · 0000000 · b left out (conflict) · 1 min ago, took 0 s',
    `  base ${commit(0).slice(0, 10)} → ${first?.commit?.slice(0, 10)}`,
    expect.stringMatching(/^ {2}1\. a: batch_1.* at 0000000000$/),
    '  ✕ b left out: shared.js conflicts with what is integrated',
    '  tests of a, b: failed, 1 failing 3.2 s · /logs/1.log',
  ])
  expect(say(checkpointed, 'checkpoints checkpoint-1').text).toContain('took 0 s')
  expect(say(checkpointed, 'checkpoints 7')).toMatchObject({
    exit: 1,
    text: expect.stringContaining('There is no 7'),
  })
  expect(checkpointsSchema.parse(checkpointsOf(checkpointed)).checkpoints).toMatchObject([
    { name: 'checkpoint-1', order: ['a'], seconds: 0, leftOut: [{ stream: 'b', reason: 'conflict' }] },
  ])
})

describe('diff and log', () => {
  test('are looked up by the host', () => {
    expect(say(ready, 'diff a').query).toEqual({ kind: 'diff', stream: 'a' })
    expect(say(ready, 'diff', 'b').query).toEqual({ kind: 'diff', stream: 'b' })
    const running = sessionAfter(ready, requested('a'))
    expect(say(running, 'log a').query).toEqual({ kind: 'log', stream: 'a' })
  })

  test('a landing is called by kind and number', () => {
    expect(say(checkpointed, 'diff checkpoint-1').query).toEqual({ kind: 'diff-landing', number: 1 })
    expect(say(checkpointed, 'diff checkpoint-9')).toMatchObject({ query: undefined, exit: 2 })
  })

  test('a stream that has not run has no log', () => {
    expect(say(ready, 'log a')).toMatchObject({ text: 'a has not run yet.', exit: 1 })
  })

  test('calls are looked up of an agent that tells them: all, or one by its number', () => {
    const talking = sessionAfter(ready, requested('a'), startedListening('a'))
    const all = { kind: 'calls', stream: 'a', number: null }
    for (const text of ['calls a', 'tools a', 'Calls a.']) expect(say(talking, text).query).toEqual(all)
    expect(say(talking, 'calls', 'a').query).toEqual(all)
    const one = { ...all, number: 12 }
    for (const text of ['calls a 12', '@a calls #12', 'tool a 12.'])
      expect(say(talking, text).query).toEqual(one)
    expect(say(talking, 'calls 12', 'a').query).toEqual(one)
    expect(say(talking, 'calls twelve', 'a')).toMatchObject({
      ...{ query: undefined, exit: 2 },
      text: "'twelve' is no number of a call. Say 'calls a 12', or 'calls a'.",
    })
  })

  test('of an agent that does not tell its calls the log is named', () => {
    expect(say(ready, 'calls a')).toMatchObject({ text: 'a has not run yet.', exit: 1 })
    expect(say(sessionAfter(ready, requested('a'), started('a')), 'calls a')).toMatchObject({
      text: "The agent of a does not tell what it calls. What it printed: type 'log a'.",
      exit: 1,
    })
  })

  test('a diff of nothing asks of what', () => {
    expect(say(ready, 'diff')).toMatchObject({ exit: 2, text: expect.stringContaining("'diff STREAM'") })
  })
})

describe('path and open', () => {
  test('give the folder of a workspace', () => {
    expect(say(ready, 'path a')).toMatchObject({ text: '/workspaces/a', exit: 0 })
    expect(say(ready, 'open a')).toMatchObject({ text: '/workspaces/a', open: '/workspaces/a' })
  })

  test('say what is to be opened in the pane, or outside of it', () => {
    const terminal = (text: string, focus: string | null = null) => say(ready, text, focus)?.terminal
    expect(terminal('open a')).toEqual({ stream: 'a', program: null })
    expect(terminal('open editor', 'a')).toEqual({ stream: 'a', program: 'editor' })
    expect(terminal('@a open agent')).toEqual({ stream: 'a', program: 'agent' })
    expect(say(ready, 'open a outside')).toEqual({ text: '/workspaces/a', exit: 0, open: '/workspaces/a' })
    expect(say(ready, 'open everything', 'a')).toMatchObject({
      exit: 1,
      text: 'Say one of: open shell, open editor, open agent, open outside.',
    })
  })

  test('say so where somebody writes already', () => {
    const running = sessionAfter(ready, requested('a'), started('a'))
    expect(say(running, 'open a')).toMatchObject({
      open: '/workspaces/a',
      text: 'batch_1 runs in /workspaces/a: look, and leave the writing to its agent. A workspace has one writer.',
    })
  })

  test('are refused where there is none yet', () => {
    for (const text of ['path a', 'open a'])
      expect(say(sessionOf([{ a: { title: 'The A' } }]), text)).toMatchObject({
        exit: 1,
        text: 'The A has no workspace yet; it gets one when its turn is near.',
      })
  })
})

describe('help', () => {
  test('lists every command with how it is typed', () => {
    const { text, exit } = say(ready, 'help')
    expect(exit).toBe(0)
    expect(text.split('\n')).toHaveLength(commands.length)
    for (const { usage, summary } of commands) {
      expect(text).toContain(`${usage} `)
      expect(text).toContain(summary)
    }
  })

  test('says more of one, also by another of its names', () => {
    expect(say(ready, 'help checkpoint').text).toMatch(/^checkpoint: lands what is finished.* Also: cp, land/)
    expect(say(ready, 'help go on').text).toMatch(/^continue \[STREAM\|all\]: /)
    expect(say(ready, 'help unblock').text).toBe('unblock STREAM: lets a blocked stream go on.')
    expect(say(ready, 'help nonsense').text.split('\n')).toHaveLength(commands.length)
  })
})
