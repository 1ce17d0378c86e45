import { describe, expect, test } from 'vitest'
import { askOf } from '../../../../source/runtime/worker/acp/permission.ts'
import { readToolCall } from '../../../../source/runtime/worker/acp/update.ts'

const asked = (toolCall: unknown, mask = (text: string) => text) =>
  askOf(
    { call: readToolCall(toolCall), options: [{ optionId: 'a', name: 'Allow', kind: 'allow_once' }] },
    { cwd: '/w', mask },
  )

describe('what is asked', () => {
  test('names the file inside of the workspace, and shows the whole change', () => {
    const content = [{ type: 'diff', path: '/w/core/a.py', oldText: 'one\ntwo\n', newText: 'one\n2\n3\n' }]
    expect(asked({ toolCallId: '1', kind: 'edit', title: 'Edit', content })).toMatchObject({
      title: 'edit core/a.py +2 -1',
      detail: 'Edit\ncore/a.py\n- two\n+ 2\n+ 3',
    })
  })

  test('shows a path outside as it is', () => {
    expect(asked({ kind: 'read', title: 'x', locations: [{ path: '/etc/passwd' }] }).title).toBe(
      'read /etc/passwd',
    )
  })

  test('shows the words of a command, and other input as it is', () => {
    expect(
      asked({ kind: 'execute', title: 'Shell', rawInput: { command: ['rm', '-rf', 'x'] } }),
    ).toMatchObject({
      title: 'execute rm -rf x',
      detail: 'Shell\nrm -rf x',
    })
    expect(asked({ kind: 'fetch', title: 'Fetch', rawInput: { url: 'u' } }).detail).toContain('"url": "u"')
  })

  test('holds nothing that a terminal obeys, no secret, and no text without end', () => {
    const long = asked(
      {
        kind: 'other',
        title: `\x1b]0;owned\x07\x1b[31mred\r\n${'x'.repeat(300)}`,
        rawInput: { command: `echo hunter2 ${'y'.repeat(20_000)}` },
      },
      (text) => text.replaceAll('hunter2', '[masked]'),
    )
    expect(long.title).toHaveLength(200)
    expect(`${long.title}${long.detail}`).not.toMatch(/\x1b|\r|\x07|hunter2/)
    expect(long.detail.length).toBeLessThan(8100)
    expect(long.detail).toContain('characters more')
  })

  test.each([null, 'text', {}, { title: 7, content: 'no list' }])(
    'is said even when the call is %j',
    (call) => {
      expect(asked(call).title).toBe('something it does not name')
    },
  )
})
