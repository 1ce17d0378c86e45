import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileFacts, mentionsOf } from '../../source/runtime/file-facts.ts'
import { freshPath, makeRepo } from '../helpers/repo.ts'

const clock =
  (...times: number[]) =>
  () =>
    times.shift() ?? 0
const inRepository = { isRepository: true, now: () => 0 }

test('it counts lines and the tracked files that name the file', async () => {
  const { root } = makeRepo({
    files: {
      'src/shape.ts': 'one\ntwo\nthree',
      'src/a.ts': "import { x } from './shape.ts'\n",
      'src/b.js': 'const y = require("../src/shape")\n',
      'core/c.py': 'from src.shape import x\n',
      'src/d.ts': '// any shape will do\n',
    },
  })
  expect(await fileFacts(root, ['src/shape.ts'], inRepository)).toEqual([
    { path: 'src/shape.ts', lines: 3, mentions: 3 },
  ])
})

test('a file that stands for its folder is found by the name of the folder', async () => {
  const { root } = makeRepo({
    files: { 'lib/shop/__init__.py': 'x = 1\n', 'lib/a.py': 'import shop\n', 'lib/b.py': "y = 'index'\n" },
  })
  expect(await fileFacts(root, ['lib/shop/__init__.py'], inRepository)).toMatchObject([{ mentions: 1 }])
})

test('a new file has no lines; folders and links are not read', async () => {
  const { root, write } = makeRepo()
  write({ 'src/empty.ts': '' })
  mkdirSync(join(root, 'folder'))
  symlinkSync('/etc/hostname', join(root, 'link'))
  const facts = await fileFacts(root, ['new.ts', 'folder', 'link', 'src/empty.ts'], inRepository)
  expect(facts.map(({ lines }) => lines)).toEqual([0, null, null, 0])
})

test('names are searched as they are written, not as options or patterns', async () => {
  const { root } = makeRepo({ files: { '-v': 'x\n', '.*.ts': 'y\n', 'a.ts': 'z\n' } })
  expect(await fileFacts(root, ['-v', '.*.ts'], inRepository)).toMatchObject([
    { mentions: 0 },
    { mentions: 0 },
  ])
})

test('outside a repository nothing is searched', async () => {
  const facts = await fileFacts(freshPath('nothing'), ['a.ts'], { isRepository: false, now: () => 0 })
  expect(facts).toEqual([{ path: 'a.ts', lines: 0, mentions: null }])
})

test('the search is bounded in number and in time', async () => {
  const names = Array.from({ length: 14 }, (_, index) => `f${index}.ts`)
  const { root } = makeRepo({ files: Object.fromEntries(names.map((name) => [name, 'x\n'])) })
  const all = await fileFacts(root, names, inRepository)
  expect(all.map(({ mentions }) => mentions)).toEqual([...Array(12).fill(0), null, null])
  const late = await fileFacts(root, names.slice(0, 3), { isRepository: true, now: clock(0, 10, 9000, 9000) })
  expect(late.map(({ mentions }) => mentions)).toEqual([0, null, null])
})

test('a bare word is never searched for', () => {
  expect(mentionsOf('source/model/result.ts')).not.toContain('result')
  for (const pattern of mentionsOf('result.ts')) expect(pattern).toMatch(/[/'" ]/)
})
