import { expect, test } from 'vitest'
import { addedLines } from '../../../source/checks/added-lines.ts'
import { scanDiff } from '../../../source/checks/secrets/scan-diff.ts'
import { createPick, tokenKinds } from '../../helpers/secrets.ts'

const diff = (...lines: string[]) => lines.join('\n')

test('added lines have their numbers in the new file', () => {
  const text = diff(
    'diff --git a/one.ts b/one.ts',
    'index 1..2 100644',
    '--- a/one.ts',
    '+++ b/one.ts',
    '@@ -3,3 +3,4 @@ function',
    ' three',
    '-four',
    '+FOUR',
    '+five',
    ' six',
    '@@ -20 +21,2 @@',
    '-twenty',
    '\\ No newline at end of file',
    '+twenty-one',
    '+twenty-two',
    'diff --git a/gone b/gone',
    '--- a/gone',
    '+++ /dev/null',
    '@@ -1 +0,0 @@',
    '-all of it',
  )
  expect(addedLines(text)).toEqual([
    {
      path: 'one.ts',
      lines: [
        { number: 4, text: 'FOUR' },
        { number: 5, text: 'five' },
        { number: 21, text: 'twenty-one' },
        { number: 22, text: 'twenty-two' },
      ],
    },
  ])
})

test('a diff within a file is no diff', () => {
  const text = diff(
    '--- a/x.patch',
    '+++ b/x.patch',
    '@@ -1,2 +1,3 @@',
    '--- a/other',
    '+++ b/other',
    '+@@ -1 +1 @@',
    '+last',
  )
  expect(addedLines(text)).toEqual([
    {
      path: 'x.patch',
      lines: [
        { number: 1, text: '++ b/other' },
        { number: 2, text: '@@ -1 +1 @@' },
        { number: 3, text: 'last' },
      ],
    },
  ])
})

test.each([
  ['+++ b/with blank.txt\t', 'with blank.txt'],
  ['+++ "b/\\303\\274\\t\\"\\\\\\n.txt"', 'ü\t"\\\n.txt'],
  ['+++ plain', 'plain'],
])('the name in %j is read', (line, path) => {
  expect(addedLines(diff(line, '@@ -0,0 +1 @@', '+x'))[0]?.path).toBe(path)
})

test('only what is added is scanned', async () => {
  const [old, now] = [1, 2].map((seed) =>
    tokenKinds.find(({ code }) => code === 'npm-token')?.make(createPick(seed)),
  )
  const text = diff('--- a/.env', '+++ b/.env', '@@ -7,2 +9,2 @@', ` A=${old}`, `-B=${old}`, `+B=${now}`)
  expect(await scanDiff(text)).toMatchObject([{ code: 'npm-token', file: '.env', line: 10, column: 3 }])
})
