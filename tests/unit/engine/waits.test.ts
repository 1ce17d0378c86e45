import { describe, expect, test } from 'vitest'
import {
  hasWorkLanded,
  isWorkFinished,
  neededWork,
  waitCircle,
  waitText,
} from '../../../source/engine/waits.ts'
import {
  allDone,
  blocked,
  done,
  landed,
  readySession,
  requested,
  sessionAfter,
  sessionOf,
  started,
} from '../../helpers/session.ts'

describe('the work that a reason names', () => {
  const named = sessionOf([{ core: {}, 'core-api': {}, 'a.b': {}, other: {} }])

  test.each([
    ['waits for core', 'core'],
    ['Needs CORE-API.', 'core-api'],
    ['(core)', 'core'],
    ['the score is wrong', null],
    ['core-apis', null],
    ['no key', null],
    ['', null],
  ])('%j: %s', (reason, stream) => {
    expect(neededWork(named, reason, 'other')).toBe(stream)
  })

  test('is never of its own', () => {
    expect(neededWork(named, 'core is broken', 'core')).toBeNull()
  })

  const plan = sessionOf(`# Build
### Phase 1: Core - PARALLEL
#### Stream: Telemetry (2 days)
**Files:**
- \`core/telemetry/event_schema.py\`
- \`core/shared.py\`
**Work:**
1. Event schema in \`core/telemetry/event_schema.py\`
2. Collector
#### Stream: Model Routing (1 day)
**Files:**
- \`core/router.py\`
- \`core/shared.py\`
**Work:**
1. Router
`)

  test.each([
    ['core/telemetry/event_schema.py must be there', 'telemetry.1'],
    ['`core/telemetry/event_schema.py`.', 'telemetry.1'],
    ['telemetry.2 from them', 'telemetry.2'],
    ['the schema of Telemetry', 'telemetry'],
    ['my/core/telemetry/event_schema.py', null],
    ['core/telemetry/event_schema.pyc', null],
    ['core/router.py', 'model-routing'],
    ['core/shared.py of model routing', 'model-routing'],
  ])('a file or task, or a title: %j: %s', (reason, work) => {
    expect(neededWork(plan, reason, 'other')).toBe(work)
  })

  test('of a file of its own is that of the other stream', () => {
    expect(neededWork(plan, 'core/shared.py', 'telemetry')).toBe('model-routing')
  })
})

test('a task has landed with its batch, before its stream has', () => {
  const ready = readySession([{ a: { days: 2 }, b: {} }])
  expect(isWorkFinished(ready, 'a.1')).toBe(false)
  const first = sessionAfter(ready, ...done('a'))
  expect([isWorkFinished(first, 'a.1'), hasWorkLanded(first, 'a.1')]).toEqual([true, false])
  const there = sessionAfter(first, ...landed('checkpoint'))
  expect([hasWorkLanded(there, 'a.1'), hasWorkLanded(there, 'a.2'), hasWorkLanded(there, 'a')]).toEqual([
    true,
    false,
    false,
  ])
})

test('what is waited for is said once', () => {
  const session = sessionOf([{ a: {}, telemetry: {} }])
  const text = (reason: string, needs: string | null) => waitText(session, { reason, needs })
  expect(text('its event schema', 'telemetry')).toBe('waits for telemetry: its event schema')
  expect(text('telemetry: event_schema', 'telemetry')).toBe('waits for telemetry: event_schema')
  expect(text('waits for telemetry', 'telemetry.1')).toBe('waits for telemetry')
  expect(text('a key', null)).toBe('a key')
})

describe('streams that wait for each other', () => {
  const ready = readySession([{ a: {}, b: {}, c: { after: ['a'] } }, { d: {} }])

  test('are a circle, whoever is asked', () => {
    const both = sessionAfter(ready, blocked('a', 'b', 'b'), blocked('b', 'a.1', 'a.1'))
    expect(waitCircle(both, 'a')).toEqual(['a', 'b', 'a'])
    expect(waitCircle(both, 'b')).toEqual(['b', 'a', 'b'])
    expect(waitCircle(both, 'c')).toBeNull()
  })

  test('also by what the plan says, and over a barrier', () => {
    expect(waitCircle(sessionAfter(ready, blocked('a', 'c', 'c')), 'a')).toEqual(['a', 'c', 'a'])
    expect(waitCircle(sessionAfter(ready, blocked('b', 'd', 'd')), 'b')).toEqual(['b', 'd', 'b'])
  })

  test('are none while one of them is at work, or only a checkpoint is missing', () => {
    const working = sessionAfter(ready, blocked('a', 'b', 'b'), requested('b'), started('b'))
    expect(waitCircle(working, 'a')).toBeNull()
    const finished = sessionAfter(allDone(ready, 'b'), blocked('a', 'b', 'b'))
    expect(waitCircle(finished, 'a')).toBeNull()
  })
})
