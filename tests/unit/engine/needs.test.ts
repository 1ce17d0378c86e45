import { describe, expect, test } from 'vitest'
import { groupStreams, openGroup, unfinishedBeforeMerge, unmetNeeds } from '../../../source/engine/needs.ts'
import {
  AT,
  allDone,
  done,
  judged,
  landed,
  landing,
  leftOut,
  readySession,
  sessionAfter,
  sessionOf,
} from '../../helpers/session.ts'

const session = readySession([{ a: {}, b: { after: ['a'] } }, { c: {} }, { d: {} }], { workers: 16 })
const merged = sessionAfter(
  allDone(sessionAfter(allDone(session, 'a'), ...landed('checkpoint')), 'b'),
  ...landed('merge'),
)

describe('unmet needs', () => {
  test('are dependencies and everything before the barrier, each once', () => {
    expect(unmetNeeds(session, 'a')).toEqual([])
    expect(unmetNeeds(session, 'b')).toEqual(['a'])
    expect(unmetNeeds(session, 'c')).toEqual(['a', 'b'])
    expect(unmetNeeds(session, 'd')).toEqual(['a', 'b', 'c'])
  })

  test('are met by landing, not by finishing', () => {
    const finished = sessionAfter(session, ...done('a'))
    expect(unmetNeeds(finished, 'b')).toEqual(['a'])
    expect(unmetNeeds(sessionAfter(finished, ...landed('checkpoint')), 'b')).toEqual([])
  })

  test('of a stream nobody knows are none, and a dependency nobody knows holds nothing up', () => {
    expect(unmetNeeds(session, 'nobody')).toEqual([])
    expect(unmetNeeds(sessionOf([{ a: { after: ['gone'] } }]), 'a')).toEqual([])
  })
})

describe('the open group', () => {
  test('is the first that no merge has closed', () => {
    expect(openGroup(session)).toBe(0)
    expect(groupStreams(session, 0)).toEqual(['a', 'b'])
    expect(openGroup(merged)).toBe(1)
  })

  test('is not closed by checkpoints that landed all of it, nor by a merge that left somebody out', () => {
    const first = sessionAfter(allDone(session, 'a'), ...landed('checkpoint'))
    expect(openGroup(sessionAfter(allDone(first, 'b'), ...landed('checkpoint')))).toBe(0)
    expect(openGroup(sessionAfter(allDone(first, 'b'), ...landed('merge', [leftOut('b')])))).toBe(0)
  })

  test('is not closed by a merge that was refused', () => {
    const both = allDone(sessionAfter(allDone(session, 'a'), ...landed('checkpoint')), 'b')
    expect(openGroup(sessionAfter(both, landing('merge'), judged({ rejected: true })))).toBe(0)
  })

  test('opens again when a stream of it gets something to mend', () => {
    const again = sessionAfter(merged, {
      type: 'repair-requested',
      at: AT,
      stream: 'a',
      failure: 'x',
      by: 'you',
    })
    expect(openGroup(again)).toBe(0)
    expect(unfinishedBeforeMerge(again)).toEqual(['a'])
  })

  test('is none at the end', () => {
    expect(openGroup(sessionAfter(allDone(readySession([{ a: {} }]), 'a'), ...landed('merge')))).toBe(-1)
    expect(groupStreams(session, -1)).toEqual([])
  })
})

test('what keeps a merge from going ahead is who of the open group is unfinished', () => {
  expect(unfinishedBeforeMerge(session)).toEqual(['a', 'b'])
  expect(unfinishedBeforeMerge(sessionAfter(session, ...done('a')))).toEqual(['b'])
  expect(unfinishedBeforeMerge(merged)).toEqual(['c'])
})
