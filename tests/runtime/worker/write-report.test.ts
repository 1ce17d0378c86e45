import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LONGEST, readStatusFile } from '../../../source/runtime/worker/status-file.ts'
import { addSaid, changeStatus } from '../../../source/runtime/worker/write-report.ts'
import { freshPath } from '../../helpers/repo.ts'

const plain = (text: string) => text
const read = (path: string) => readStatusFile(path, plain)

describe('the status file', () => {
  test('is changed without losing what is there', () => {
    const path = freshPath('status.json')
    writeFileSync(path, JSON.stringify({ status: 'running', completed_tasks: ['a.1'], note: 'half', own: 1 }))
    changeStatus(path, ({ completed_tasks }) => ({ completed_tasks: [...completed_tasks, 'a.2'] }))
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      ...{ status: 'running', completed_tasks: ['a.1', 'a.2'], note: 'half', own: 1 },
    })
  })

  test.each(['', 'no json', '[1]', '"text"', 'null'])('that holds %j is begun anew', (text) => {
    const path = freshPath('status.json')
    writeFileSync(path, text)
    changeStatus(path, () => ({ status: 'blocked', needs: 'b' }))
    expect(read(path)).toMatchObject({ status: 'blocked', needs: 'b', completed: [] })
  })

  test('of a program may share decisions and ask', () => {
    const path = freshPath('status.json')
    const decisions = ['UTC only', 7, '  UTC   only ', '']
    writeFileSync(path, JSON.stringify({ decisions, question: 'Which \u001b[2Jport?' }))
    expect(read(path)).toMatchObject({
      status: 'running',
      decisions: ['UTC only'],
      questions: ['Which port?'],
    })
  })
})

describe('what was said', () => {
  test('is there whatever becomes of the status file, in its order, masked', () => {
    const path = freshPath('status.json')
    addSaid(path, { type: 'decision', text: 'one' })
    writeFileSync(path, JSON.stringify({ decisions: ['three'] }))
    addSaid(path, { type: 'question', text: 'why?' })
    addSaid(path, { type: 'decision', text: 'two' })
    expect(readStatusFile(path, (text) => text.replace('two', '[masked]'))).toMatchObject({
      decisions: ['one', '[masked]', 'three'],
      questions: ['why?'],
    })
  })

  test('is passed over where it is no line of ours', () => {
    const path = freshPath('status.json')
    addSaid(path, { type: 'decision', text: 'one' })
    writeFileSync(
      join(dirname(path), 'said.jsonl'),
      '{"type":"decision","te\n[]\n{"type":"order","text":"x"}\n',
      {
        flag: 'a',
      },
    )
    addSaid(path, { type: 'decision', text: 'two' })
    expect(read(path)?.decisions).toEqual(['one', 'two'])
  })

  test('has a bound, and is refused behind a link', () => {
    const path = freshPath('status.json')
    for (let count = 0; count < LONGEST.said; count += 1)
      expect(addSaid(path, { type: 'decision', text: `${count}${'é'.repeat(LONGEST.text)}` }).ok).toBe(true)
    expect(addSaid(path, { type: 'decision', text: 'more' })).toMatchObject({ ok: false })
    expect(read(path)?.decisions).toHaveLength(LONGEST.said)

    const other = freshPath('status.json')
    symlinkSync(path, join(dirname(other), 'said.jsonl'))
    expect(() => addSaid(other, { type: 'decision', text: 'x' })).toThrow()
    expect(read(other)).toBeNull()
  })
})
