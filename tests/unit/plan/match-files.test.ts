import { describe, expect, it } from 'vitest'
import { matchFiles, treeOf } from '../../../source/plan/match-files.ts'

const tree = treeOf([
  'README.md',
  'src/app.ts',
  'src/parts/row.tsx',
  'src/parts/deep/cell.tsx',
  'packages/api/src/routes.ts',
  'odd/[id].ts',
])

describe('what a plan means by', () => {
  it.each([
    ['a file', 'src/app.ts', ['src/app.ts']],
    ['a folder', 'src/parts/', ['src/parts/row.tsx', 'src/parts/deep/cell.tsx']],
    ['a folder without its slash', 'src/parts', ['src/parts/row.tsx', 'src/parts/deep/cell.tsx']],
    ['a name alone', 'cell.tsx', ['src/parts/deep/cell.tsx']],
    ['a star', 'src/*.ts', ['src/app.ts']],
    ['two stars', 'src/**/*.tsx', ['src/parts/row.tsx', 'src/parts/deep/cell.tsx']],
    ['a choice', 'src/{app,main}.ts', ['src/app.ts']],
    ['a pattern of folders', 'packages/*', ['packages/api/src/routes.ts']],
    ['a name that looks like a pattern', 'odd/[id].ts', ['odd/[id].ts']],
    ['something that is not there', 'src/none.ts', []],
    ['the beginning of a name', 'src/ap', []],
    ['a bracket that is never closed', 'src/{app.ts', []],
    ['signs of regular expressions', 'src/(a+)+$.ts*', []],
  ])('%s', (_, declared, found) => {
    expect(matchFiles(tree, declared)).toEqual(found)
  })

  it('a pattern of many stars, without losing itself in it', () => {
    const long = treeOf([`src/${'a'.repeat(5000)}`, 'src/b.ts'])
    expect(matchFiles(long, `src/${'*a'.repeat(40)}c`)).toHaveLength(2)
    expect(matchFiles(long, 'src/*a*a*ac')).toEqual([])
  })

  it('a file that it names from its own folder', () => {
    expect(matchFiles(tree, 'src/routes.ts', 'packages/api')).toEqual(['packages/api/src/routes.ts'])
  })
})
