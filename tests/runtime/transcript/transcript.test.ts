import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { frameOf } from '../../../source/runtime/transcript/frame.ts'
import { linesOf, openTranscriptRig } from './transcript-rig.ts'

describe('the order of a transcript', () => {
  test('is that of time: notes stand between the lines of a log that grows', () => {
    const { parts, print, note } = openTranscriptRig()
    note('batch_1 starts')
    print('run', 'one\ntwo\n')
    note('Blocked by you')
    print('run', 'three\n')
    expect(linesOf(parts)).toEqual(['batch_1 starts', 'one', 'two', 'Blocked by you', 'three'])
    expect(parts.map(({ id }) => id)).toEqual(['note-1', 'run', 'note-2', 'run@8'])
  })

  test('keeps a note that was told late before the output that came after it', () => {
    const { parts, print, note, pass } = openTranscriptRig()
    const at = pass()
    print('run', 'one\n')
    note('batch_1 starts', at)
    print('run', 'two\n')
    expect(linesOf(parts)).toEqual(['batch_1 starts', 'one', 'two'])
  })

  test('has the logs of several runs one after the other, and late words of the first at their time', () => {
    const { parts, print } = openTranscriptRig()
    print('first', 'a\n')
    print('second', 'b\n')
    print('first', 'c\n')
    expect(linesOf(parts)).toEqual(['a', 'b', 'c'])
  })

  test('has an unfinished line, and the rest of it when it comes', () => {
    const { parts, print } = openTranscriptRig()
    print('run', 'Continue? ')
    expect(linesOf(parts)).toEqual(['Continue? '])
    print('run', 'yes\n')
    expect(linesOf(parts)).toEqual(['Continue? yes'])
  })
})

describe('what is typed', () => {
  test('stands there with its answer', () => {
    const { parts, type } = openTranscriptRig()
    type('status')('All is well.')
    expect(linesOf(parts)).toEqual(['status', 'All is well.'])
    expect(parts.map(({ id, tone }) => [id, tone])).toEqual([
      ['typed-1', 'typed'],
      ['answer-1', 'answer'],
    ])
  })

  test('is answered once: a note that was just said is not repeated, one of before is', () => {
    const { parts, type, note } = openTranscriptRig()
    note('Paused.')
    const answer = type('pause')
    note('alpha is held.')
    answer('alpha is held.')
    type('pause')('Paused.')
    expect(linesOf(parts)).toEqual(['Paused.', 'pause', 'alpha is held.', 'pause', 'Paused.'])
  })

  test('has no answer longer than twelve lines, and no empty one', () => {
    const { parts, type } = openTranscriptRig()
    type('log')('line\n'.repeat(13))
    type('open')('')
    type('plan')('line\n'.repeat(12))
    expect(linesOf(parts)).toEqual(['log', 'open', 'plan', ...Array(12).fill('line')])
  })

  test('is kept for some hundred commands; notes and logs are kept all', () => {
    const { parts, type, note, print } = openTranscriptRig()
    note('first')
    print('run', 'output\n')
    for (let count = 1; count <= 200; count++) type(`command ${count}`)(`answer ${count}`)
    const lines = linesOf(parts)
    expect(lines.slice(0, 3)).toEqual(['first', 'output', 'command 51'])
    expect(lines).toHaveLength(302)
  })

  test('reaches nobody as anything but text', () => {
    const { parts, type } = openTranscriptRig()
    type('\x1b]52;c;aGk=\x07status\x1b[2J')('\x1b[31mred\x9b2J')
    expect(linesOf(parts)).toEqual(['status', 'red'])
  })
})

describe('a log that is gone', () => {
  test('says so in one line, among what is still known', () => {
    const { parts, note, print, logOf } = openTranscriptRig()
    note('before')
    print('run', 'one\ntwo\n')
    note('after')
    rmSync(logOf('run').path)
    const gone = 'What it printed is gone: the log was deleted.'
    expect(linesOf(parts)).toEqual(['before', gone, 'after'])
    const frame = frameOf(parts, { columns: 80, rows: 2, anchor: { part: 'run', line: 4, row: 0 } })
    expect(frame.rows.map(({ text }) => text)).toEqual([gone, 'after'])
  })
})
