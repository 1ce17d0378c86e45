import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LEVELS } from '../../../source/model/routing.ts'
import { complexity, type FileFact, type Work } from '../../../source/plan/complexity.ts'

const work = (changes: Partial<Work> = {}): Work => ({
  text: 'Do it',
  kind: 'tasks',
  tasks: 1,
  files: [],
  contracts: [],
  dependsOn: 0,
  dependents: 0,
  ...changes,
})
const file = (path: string, facts: Partial<FileFact> = {}): FileFact => ({
  path,
  lines: null,
  mentions: null,
  ...facts,
})
const sources = (count: number) => Array.from({ length: count }, (_, index) => file(`src/part-${index}.ts`))
const said = (changes: Partial<Work>) => complexity(work(changes)).reasons.map(({ text }) => text)
const score = (changes: Partial<Work>) => complexity(work(changes)).score

test('without declared files it says that little is known, and words alone leave it simple', () => {
  const found = complexity(work({ text: 'Rewrite the concurrency of the encrypted transaction migration' }))
  expect(found.level).toBe('simple')
  expect(found.reasons[0]).toEqual({ points: 0, text: 'no files are declared, so little is known' })
})

test('more files are more complex, step by step', () => {
  const scores = [1, 2, 4, 7, 12].map((count) => score({ files: sources(count) }))
  expect(scores).toEqual([...new Set(scores)].toSorted((a, b) => a - b))
})

test('only texts are simple, however many there are', () => {
  const files = Array.from({ length: 9 }, (_, index) => file(`docs/page-${index}.md`, { lines: 50 }))
  expect(complexity(work({ files }))).toMatchObject({ level: 'simple' })
  expect(said({ files })).toContain('only texts')
})

test('only tests weigh less than sources', () => {
  const tests = sources(4).map(({ path }) => file(path.replace('src/', 'tests/')))
  expect(score({ files: tests })).toBeLessThan(score({ files: sources(4) }))
})

test.each([
  ['an interface', [file('src/a.ts'), file('api/shop.proto')], 'an interface or a schema is among them'],
  [
    'a sensitive file',
    [file('src/auth/login.ts')],
    'a mistake in src/auth/login.ts costs more than the work',
  ],
  ['size', [file('src/a.ts', { lines: 900 }), file('src/b.ts', { lines: 200 })], '1100 lines to know'],
  [
    'fan-in',
    [file('src/a.ts', { mentions: 2 }), file('src/b.ts', { mentions: 12 })],
    'src/b.ts is used by 12 other files',
  ],
  ['folders', [file('a/x.ts'), file('b/x.ts'), file('c/x.ts')], 'spread over 3 folders'],
])('%s among the files raises it, with the reason', (_, files, reason) => {
  expect(said({ files })).toContain(reason)
  expect(score({ files })).toBeGreaterThan(score({ files: sources(files.length) }))
})

test('a text about security is no sensitive file', () => {
  expect(said({ files: [file('docs/security.md')] })).not.toContainEqual(expect.stringContaining('mistake'))
})

test('what hangs on it raises it: contracts, those that wait, those it builds on', () => {
  expect(said({ contracts: ['src/api.ts'], dependents: 1, dependsOn: 2 })).toEqual(
    expect.arrayContaining([
      'src/api.ts: an interface that other streams share',
      '1 waits for it',
      'builds on 2 others',
    ]),
  )
  expect(score({ dependents: 3 })).toBeGreaterThan(score({ dependents: 1 }))
  expect(score({ contracts: ['a'], dependents: 1 }) - score({ dependents: 1 })).toBeGreaterThan(
    score({ contracts: ['a'] }),
  )
})

test.each(['conflict', 'repair'] as const)('a %s is harder than the same work done first', (kind) => {
  expect(score({ kind, files: sources(2) })).toBeGreaterThan(score({ files: sources(2) }))
})

test('many tasks at once raise it', () => {
  expect([1, 3, 6].map((tasks) => score({ tasks }))).toEqual([0, 3, 6])
})

test('words move it a little either way, and only as words', () => {
  const plain = score({ files: sources(2) })
  expect(score({ files: sources(2), text: 'Refactor it' })).toBe(plain + 4)
  expect(score({ files: sources(2), text: 'Fix a typo' })).toBe(plain - 4)
  expect(score({ files: sources(2), text: 'Trace the grace period' })).toBe(plain)
})

test('everything at once is critical', () => {
  const files = [
    file('db/migrations/1.sql', { lines: 4000, mentions: 40 }),
    ...sources(12),
    ...'abcd'.split('').map((folder) => file(`${folder}/x.ts`)),
  ]
  expect(complexity(work({ files, contracts: ['src/part-1.ts'], dependents: 3 })).level).toBe('critical')
})

const anyWork: fc.Arbitrary<Work> = fc.record({
  text: fc.string(),
  kind: fc.constantFrom('tasks', 'conflict', 'repair'),
  tasks: fc.nat({ max: 20 }),
  files: fc.array(
    fc.record({
      path: fc.string({ minLength: 1 }),
      lines: fc.option(fc.nat()),
      mentions: fc.option(fc.nat()),
    }),
  ),
  contracts: fc.array(fc.string(), { maxLength: 3 }),
  dependsOn: fc.nat({ max: 9 }),
  dependents: fc.nat({ max: 9 }),
})

test('the score is the sum of its reasons, kept between 0 and 100, and decides the level', () => {
  fc.assert(
    fc.property(anyWork, anyWork, (one, other) => {
      const [a, b] = [complexity(one), complexity(other)]
      const sum = a.reasons.reduce((total, { points }) => total + points, 0)
      expect(a.score).toBe(Math.max(0, Math.min(100, sum)))
      if (a.score >= b.score) expect(LEVELS.indexOf(a.level)).toBeGreaterThanOrEqual(LEVELS.indexOf(b.level))
    }),
  )
})

test('the order of files does not matter', () => {
  fc.assert(
    fc.property(anyWork, (each) => {
      const turned = complexity({ ...each, files: each.files.toReversed() })
      expect(turned.score).toBe(complexity(each).score)
    }),
  )
})
