import { describe, expect, it } from 'vitest'
import { ganttRows } from '../../../../source/ui/present/gantt.ts'
import { landingRows, loopRows } from '../../../../source/ui/present/session-lines.ts'
import { streamTable } from '../../../../source/ui/present/stream-table.ts'
import { type Scene, scenes } from '../../../frames/scenes.ts'
import { unicode } from '../../../frames/screen.ts'
import {
  done,
  ended,
  judged,
  landed,
  landing,
  later,
  leftOut,
  published,
  readySession,
  requested,
  sessionAfter,
  started,
} from '../../../helpers/session.ts'

describe('the table of streams', () => {
  const table = (height: number, hasReasons: boolean, width = 40) =>
    streamTable(scenes.trouble.session as NonNullable<Scene['session']>, unicode, {
      width,
      height,
      hasReasons,
    }).map((row) => row.trimEnd())

  it('has a second line for what blocks or failed', () => {
    expect(table(20, true).slice(3, 7)).toEqual([
      'telemetry     ░░░░░░░░░░░ 0/3 ✕ failed',
      '  batch_1: exit 1',
      'orchestration ░░░░░░░░░░░ 0/6 ⊘ blocked',
      '  waits for telemetry',
    ])
  })

  it('keeps those that want attention when not all fit, and counts the others', () => {
    expect(table(3, false)).toEqual([
      'security-base █████░░░░░░ 1/2 ⊘ blocked',
      'telemetry     ░░░░░░░░░░░ 0/3 ✕ failed',
      '… 4 more: 1 running, 3 blocked',
    ])
  })

  it('stands side by side where there is the width', () => {
    expect(table(3, false, 80)[0]).toContain('orchestration')
  })
})

describe('the schedule', () => {
  it('shows what is done, what is to do, the longest way and where it stands', () => {
    const session = sessionAfter(
      readySession([{ a: { days: 2, tasks: 2 }, b: { days: 3, tasks: 3, after: ['a'] } }]),
      ...done('a'),
      ...done('a'),
    )
    expect(ganttRows(session, unicode, { width: 30, now: 0 }).map((row) => row.trimEnd())).toEqual([
      'Day   1   2   3   4   5',
      'a   ◆ ████████│',
      'b   ◆         │░░░░░░░░░░░',
    ])
  })

  it('shows what is left where it will come, once a stream is known to be slow', () => {
    const minutes = (count: number) => count * 60_000
    const batch = (id: string, count: number) => [
      later(0, requested(id)),
      later(0, started(id)),
      later(minutes(count), ended(id, 'done')),
    ]
    const session = sessionAfter(
      readySession([{ a: { days: 2, tasks: 2 }, b: { days: 2, tasks: 2 } }]),
      ...batch('a', 30),
      ...batch('b', 10),
    )
    expect(ganttRows(session, unicode, { width: 40, now: minutes(30) }).map((row) => row.trimEnd())).toEqual([
      'Day   1       2       3',
      'a   ◆ ████████████░░░░░░░░░░░░',
      'b     ████████│░░░░░░░',
    ])
  })

  it('is left out where it has no room', () => {
    expect(ganttRows(readySession([{ a: {} }]), unicode, { width: 10, now: 0 })).toEqual([])
  })
})

describe('the last landing', () => {
  const rows = (...steps: Parameters<typeof sessionAfter>[1][]) => {
    const session = sessionAfter(readySession([{ a: {}, b: {} }]), ...done('a'), ...done('b'), ...steps)
    return landingRows(session, unicode, { width: 80, now: 1000 }).join('').trimEnd()
  }

  it('says how it was tested, and never calls untested work green', () => {
    expect(rows(...landed('checkpoint'))).toBe('✓ checkpoint-1 landed · 2 streams · tests passed · now')
    expect(rows(landing('checkpoint'), judged({ status: 'untested' }), published)).toContain('untested')
  })

  it('names who was left out, and runs while it is under way', () => {
    expect(rows(...landed('checkpoint', [leftOut('b')]))).toContain('1 stream · tests passed · without b')
    expect(rows(landing('checkpoint'))).toBe('● checkpoint-1: merging and testing · 0:00')
  })
})

it('the three commands of the loop are told until the first batch', () => {
  const session = readySession([{ a: {} }])
  expect(loopRows(session, unicode, 40).map((row) => row.split(' ')[0])).toEqual([
    'continue',
    'checkpoint',
    'merge',
  ])
  expect(loopRows(sessionAfter(session, requested('a')), unicode, 40)).toEqual([])
})
