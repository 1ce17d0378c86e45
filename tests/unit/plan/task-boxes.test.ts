import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTaskBoxes, taskOfBox } from '../../../source/plan/task-boxes.ts'

const boxes = (text: string) => readTaskBoxes(text).boxes
const only = (text: string) => boxes(text)[0]

describe('states', () => {
  test.each([
    ['[ ]', 'open', false],
    ['[]', 'open', false],
    ['[x]', 'done', false],
    ['[X]', 'done', false],
    ['[✓]', 'done', false],
    ['[✅]', 'done', false],
    ['[-]', 'skipped', false],
    ['[~]', 'active', false],
    ['[/]', 'active', false],
    ['[>]', 'active', false],
    ['[!]', 'open', false],
    ['[ ]*', 'open', true],
    ['[x]*', 'done', true],
  ])('%s', (box, state, optional) => {
    expect(only(`- ${box} Write it`)).toMatchObject({ state, optional, title: 'Write it' })
  })

  test.each([
    '- [P] mark',
    '- [1] note',
    '- [x](url) link',
    '- [x]: url',
    '- [ab] x',
    '[ ] no item',
    '- [ ]',
  ])('%s is no task', (text) => expect(boxes(text)).toEqual([]))

  test('the place of the character can be written to, whatever ends the lines', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['# 😀', '* [ ] one', '  1. [~] two', '+ [x]* three'].join(end)
      const found = boxes(text)
      expect(found.map(({ offset, box }) => text.slice(offset, offset + box.length))).toEqual([' ', '~', 'x'])
      expect(found.map(({ box }) => box)).toEqual([' ', '~', 'x'])
    }
  })
})

describe('ids', () => {
  test.each([
    ['T001 Set up', 'T001', 'Set up'],
    ['**T014a** [P] Set up', 'T014a', '[P] Set up'],
    ['[T001] Set up', 'T001', 'Set up'],
    ['**T001: Set up**', 'T001', 'Set up'],
    ['1. Set up', '1', 'Set up'],
    ['1.2 Set up', '1.2', 'Set up'],
    ['2.3a Set up', '2.3a', 'Set up'],
    ['5b.2 Set up', '5b.2', 'Set up'],
    ['14.10. Set up', '14.10', 'Set up'],
    ['Task 3: Set up', '3', 'Set up'],
    ['**Step 2: Set up**', '2', 'Set up'],
    ['[BR-12] Set up', 'BR-12', 'Set up'],
    ['BR-12: Set up', 'BR-12', 'Set up'],
    ['3 tests for it', null, '3 tests for it'],
    ['S3 bucket', null, 'S3 bucket'],
    ['UTF-8 everywhere', null, 'UTF-8 everywhere'],
    ['**Bold**: text', null, 'Bold: text'],
    ['v1.2 release', null, 'v1.2 release'],
  ])('%s', (text, id, title) => {
    expect(only(`- [ ] ${text}`)).toMatchObject({ id, title })
  })

  test('without one of its own a task has the number of the list', () => {
    expect(boxes('1. [ ] one\n2) [x] two').map(({ id }) => id)).toEqual(['1', '2'])
  })
})

describe('what belongs to a task', () => {
  test('nested boxes know theirs, and bullets, wrapped lines and code go to the innermost', () => {
    const text = [
      '## Head',
      '- [ ] 1. Parent',
      '  goes on',
      '  - a bullet',
      '  - [x] 1.1 Child',
      '    - its bullet',
      '      ```sh',
      '      make it',
      '      ```',
      '    a remark',
      '  - the parent again',
      '',
      'No task.',
      '',
      '- [ ] Other',
    ].join('\n')
    const [parent, child, other] = boxes(text)
    expect(parent).toMatchObject({ title: 'Parent goes on', parent: null, heading: 0, line: 2 })
    expect(parent?.details.map((detail) => detail.text)).toEqual(['a bullet', 'the parent again'])
    expect(child).toMatchObject({ id: '1.1', parent: 0, code: [{ info: 'sh', text: 'make it' }] })
    expect(child?.details.map((detail) => detail.text)).toEqual(['its bullet', 'a remark'])
    expect(other).toMatchObject({ parent: null, details: [] })
  })

  test('as a task of the plan it has the files it names and its own shell steps', () => {
    const text =
      '- [ ] T1 Write `src/a.ts`\n  - and `../out.ts`, `docs/a.md`\n  ```sh\n  make\n  ```\n  ```sh on-conflict\n  git add .\n  ```'
    const [box] = boxes(text)
    expect(box && taskOfBox(box)).toEqual({
      sourceId: 'T1',
      title: 'Write `src/a.ts`',
      state: 'open',
      optional: false,
      files: ['src/a.ts', 'docs/a.md'],
      line: 1,
      run: ['make'],
      onConflict: ['git add .'],
      onRepair: [],
    })
  })

  test('a box in a fence, a nested fence or a comment is none', () => {
    const text = '````md\n- [ ] a\n```\n- [ ] b\n```\n````\n<!--\n- [ ] c\n-->\n~~~\n- [ ] d\n~~~\n- [ ] e'
    expect(boxes(text).map(({ title }) => title)).toEqual(['e'])
  })
})

test('any text is read, and every box lies where it says', () => {
  const piece = fc.constantFrom(
    '- [ ] ',
    '* [x]* ',
    '[',
    ']',
    '\n',
    '\r\n',
    '  ',
    '```',
    '<!--',
    '-->',
    '1. ',
    'T001 ',
    '# ',
    '😀',
    '\t',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme' })), { maxLength: 60 }), (parts) => {
      const text = parts.join('')
      for (const { offset, box } of boxes(text)) {
        expect(text.slice(offset - 1, offset + box.length + 1)).toBe(`[${box}]`)
      }
    }),
  )
})
