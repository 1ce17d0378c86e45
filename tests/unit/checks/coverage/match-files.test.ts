import { describe, expect, it } from 'vitest'
import { matchFiles } from '../../../../source/checks/coverage/match-files.ts'

const match = (reported: string[], files: string[], root?: string) => [
  ...matchFiles(new Map(reported.map((path) => [path, new Map([[1, 1]])])), files, root).keys(),
]

describe('a path of a report', () => {
  it.each([
    ['relative', 'src/a.ts', 'src/a.ts'],
    ['with a dot', './src/a.ts', 'src/a.ts'],
    ['absolute', '/somewhere/else/src/a.ts', 'src/a.ts'],
    ['of Windows', 'C:\\work\\src\\a.ts', 'src/a.ts'],
    ['below a package', 'com/acme/A.java', 'app/src/main/java/com/acme/A.java'],
    ['below a module', 'example.org/acme/pkg/a.go', 'pkg/a.go'],
  ])('is found when it is %s', (_, reported, file) => {
    expect(match([reported], [file, 'other/b.ts'])).toEqual([file])
  })

  it('is nobody’s when several files end like it', () => {
    expect(match(['util/a.ts'], ['one/util/a.ts', 'two/util/a.ts'])).toEqual([])
  })

  it('is the file of that very path, however many others end like it', () => {
    expect(match(['a.ts'], ['a.ts', 'src/a.ts'])).toEqual(['a.ts'])
  })

  it('goes to the longest end', () => {
    expect(match(['/w/one/util/a.ts'], ['util/a.ts', 'one/util/a.ts'])).toEqual(['one/util/a.ts'])
  })

  it('of a package beside does not count for a file of ours', () => {
    const reported = new Map([
      ['/w/node_modules/x/index.js', new Map([[1, 1]])],
      ['/w/index.js', new Map([[1, 0]])],
    ])
    expect(matchFiles(reported, ['index.js'], '/w').get('index.js')).toEqual(new Map([[1, 1]]))
  })

  it('that shares only a part in the middle is not ours', () => {
    expect(match(['/app/lib/a.ts'], ['src/a.ts'])).toEqual([])
  })
})
