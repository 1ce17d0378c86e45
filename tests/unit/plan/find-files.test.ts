import { expect, test } from 'vitest'
import { filesInProse, filesInText } from '../../../source/plan/find-files.ts'

test('a sentence names files with or without backticks', () => {
  expect(filesInProse('Create User model in src/models/user.py.')).toEqual(['src/models/user.py'])
  expect(filesInProse('Wire `src/app.ts` and docs/a.md, (package.json); see src/api/ too')).toEqual([
    'src/app.ts',
    'docs/a.md',
    'package.json',
    'src/api/',
  ])
  expect(filesInProse('Modify: src/app.ts:14-15 (after the imports)')).toEqual(['src/app.ts'])
})

test.each([
  'Use Node.js and/or D3.js',
  'read https://example.org/a.md first',
  'version 1.2.3, e.g. console.log or i.e. 3.5',
  'run it w/o I/O at 50/50',
])('%s: no files', (text) => expect(filesInProse(text)).toEqual([]))

test('backticks alone count in running text', () => {
  expect(filesInText('src/a.ts and `src/b.ts`')).toEqual(['src/b.ts'])
})
