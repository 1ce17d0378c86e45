import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readCalls } from '../../../../source/runtime/worker/call-log.ts'
import { runPaths } from '../../../../source/runtime/worker/run-paths.ts'
import { endOf, logOf, type Run } from '../worker-rig.ts'
import { startAcp } from './acp-rig.ts'

const SECRET = ['hunter2', 'hunter2', 'hunter2'].join('')
const env = { ...process.env, DEMO_TOKEN: SECRET } as Record<string, string>
const news = (toolCallId: string, more: object) => ({
  update: { sessionUpdate: 'tool_call_update', toolCallId, ...more },
})
const begun = (toolCallId: string, kind: string, title: string, more: object = {}) => ({
  update: { sessionUpdate: 'tool_call', toolCallId, kind, title, status: 'pending', ...more },
})
const output = (text: string) => [{ type: 'content', content: { type: 'text', text } }]
const callsOf = ({ dir }: Run) => readCalls(runPaths(dir).calls)

test('an edit is kept with its diff, a command with its whole output, a long thought in full, none with a secret', async () => {
  const thought = `${'I should look at it first. '.repeat(20)}Then write with ${SECRET}.`
  const long = Array.from({ length: 3000 }, (_, index) => `line ${index}`).join('\n')
  const diff = { type: 'diff', path: 'core/a.py', oldText: 'a\nb\n', newText: `a\nkey = "${SECRET}"\n` }
  const { run, host } = await startAcp(
    {
      turns: [
        [
          { thought },
          begun('1', 'edit', 'Edit a file', { content: [diff] }),
          begun('2', 'execute', 'Run the tests', { rawInput: { command: `npm test -- ${SECRET}` } }),
          news('1', { status: 'completed' }),
          news('2', {
            status: 'failed',
            content: output(`${long}\n\x1b[31m#7 fake\x1b[0m\rover\x1b]0;x\x07\n+${SECRET}`),
          }),
          begun('3', 'other', 'Ask the server', { rawInput: { what: 1 } }),
          news('3', { status: 'completed', rawOutput: { answer: 'yes' } }),
          begun('4', 'execute', 'Wait', { rawInput: { command: 'sleep 9' } }),
        ],
      ],
    },
    { env },
  )
  await endOf(run, host)
  const lines = logOf(run)
    .replace(/\x1b\[\d+m/g, '')
    .split('\n')
  expect(lines[0]).toMatch(/^· #1 I should look at it first\. .*…$/)
  expect(lines.slice(1, 3)).toEqual([
    '▸ #2 edit core/a.py +1 -1',
    expect.stringMatching(/^▸ #3 execute npm test/),
  ])

  const [first, edit, tests, asked, waits, ...others] = await callsOf(run)
  expect(others).toEqual([])
  expect(first).toMatchObject({
    number: 1,
    state: 'thought',
    text: expect.stringMatching(/^ {4}I should.*Then write with .*…\(/),
  })
  expect(edit).toMatchObject({ number: 2, line: 'edit core/a.py +1 -1', state: 'completed' })
  expect(edit?.text.split('\n').slice(0, 5)).toEqual(['    Edit a file', 'diff core/a.py', '@@', ' a', '-b'])
  expect(tests).toMatchObject({ number: 3, state: 'failed' })
  const page = tests?.text.split('\n') ?? []
  expect(page[1]).toMatch(/^ {4}\$ npm test -- .*…\(/)
  expect(page).toContain('    line 2999')
  // Nothing that a program prints stands where our own lines begin.
  expect(page.every((line) => line.startsWith('    '))).toBe(true)
  expect(page.slice(-2).map((line) => line.replace(/\x1b\[\d+m/g, ''))).toEqual([
    '    over',
    '    +…(secret)',
  ])
  expect(asked?.text).toContain('"answer": "yes"')
  expect(waits).toMatchObject({ number: 5, line: 'execute sleep 9', state: 'cut short' })
  expect(readFileSync(runPaths(run.dir).calls, 'utf8')).not.toContain(SECRET)
})

test('a thought that fits on its line has no number, and a call that says nothing yet has none either', async () => {
  const { run, host } = await startAcp({
    turns: [
      [{ thought: 'Short.' }, begun('1', 'other', ''), news('1', { title: 'Fetch it' }), { text: 'Done.\n' }],
    ],
  })
  await endOf(run, host)
  expect(logOf(run).replace(/\x1b\[\d+m/g, '')).toBe('· Short.\n▸ #1 Fetch it\nDone.\n')
  expect(await callsOf(run)).toMatchObject([{ number: 1, line: 'Fetch it', state: 'cut short' }])
})
