import { describe, expect, test } from 'vitest'
import { complete } from '../../../source/commands/complete.ts'
import { sensible } from '../../../source/commands/suggest.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  allDone,
  ended,
  landed,
  leftOut,
  readySession,
  requested,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const session = readySession([{ telemetry: { days: 2 }, routing: {}, rotation: {} }])

/** The whole lines that the candidates would make. */
const lines = (text: string, focus: string | null = null, of: Session = session) => {
  const { from, candidates } = complete(text, { session: of, focus })
  return candidates.map((candidate) => text.slice(0, from) + candidate)
}

describe('a line that is begun', () => {
  test.each([
    ['contin', null, ['continue']],
    ['CON', 'telemetry', ['continue']],
    ['continue', null, ['continue telemetry', 'continue routing', 'continue rotation', 'continue all']],
    ['continue t', null, ['continue telemetry']],
    ['go on ro', null, ['go on routing', 'go on rotation']],
    ['Continue RO', null, ['Continue routing', 'Continue rotation']],
    ['continue a', null, ['continue all']],
    ['auto ', null, ['auto on', 'auto off']],
    ['auto of', null, ['auto off']],
    ['help ch', null, ['help check', 'help checkpoint', 'help checkpoints']],
    ['@ro', null, ['@routing', '@rotation']],
    ['@telemetry stat', null, ['@telemetry status']],
    ['@telemetry contin', null, ['@telemetry continue']],
    ['@rou path', null, []],
    ['@nobody c', null, []],
    ['> re', 'telemetry', []],
    ['decide re', null, []],
    ['zzz', null, []],
    ['  contin', null, ['  continue']],
  ] as [string, string | null, string[]][])('%j in %s goes on as %j', (text, focus, wanted) => {
    expect(lines(text, focus)).toEqual(wanted)
  })

  test('has what could be done now before what could not', () => {
    const once = readySession([{ telemetry: { days: 2 }, routing: {}, rotation: {} }], { retries: 0 })
    const failed = sessionAfter(once, requested('routing'), started('routing'), ended('routing', 'failed'))
    expect(lines('retry ', null, failed)).toEqual(['retry routing', 'retry telemetry', 'retry rotation'])
    expect(lines('re', 'routing', failed).slice(0, 1)).toEqual(['retry'])
    expect(lines('che', null)).toEqual(['check', 'checkpoints', 'checkpoint'])
  })

  test('names a stream with a command that has to have one', () => {
    expect(lines('pat')).toEqual(['path telemetry', 'path routing', 'path rotation'])
    expect(lines('pat', 'routing')).toEqual(['path'])
  })

  test('names what landed', () => {
    const once = sessionAfter(allDone(session, 'routing'), ...landed('checkpoint'))
    expect(lines('diff c', null, once)).toEqual(['diff checkpoint-1'])
  })

  test('names the files that are in conflict', () => {
    const everything = allDone(session, 'telemetry', 'routing', 'rotation')
    const conflict = sessionAfter(everything, ...landed('merge', [leftOut('routing')]))
    const sides = ['ours shared.js', 'theirs shared.js']
    expect(lines('resolve ', 'routing', conflict)).toEqual(sides.map((side) => `resolve ${side}`))
    expect(lines('resolve th', 'routing', conflict)).toEqual(['resolve theirs shared.js'])
    expect(lines('resolve ', null, conflict)).toEqual(sides.map((side) => `resolve routing ${side}`))
    expect(lines('@routing resolve o', null, conflict)).toEqual(['@routing resolve ours shared.js'])
    expect(lines('resolve ', 'telemetry', conflict)).toEqual([])
  })

  test('never puts into the line what a terminal would obey', () => {
    const hostile = { ...leftOut('routing'), files: ['\x1b]0;x\x07.js', 'good.js'] }
    const everything = allDone(session, 'telemetry', 'routing', 'rotation')
    const conflict = sessionAfter(everything, ...landed('merge', [hostile]))
    expect(lines('resolve o', 'routing', conflict)).toEqual(['resolve ours good.js'])
    expect(sensible(conflict, 'routing')).toEqual(['continue'])
  })
})
