import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeJson } from '../../../source/merging/merge-json.ts'

const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
const merge = (base: unknown, ours: unknown, theirs: unknown, listsAreSets = false) => {
  const merged = mergeJson({
    base: base === undefined ? null : text(base),
    ours: text(ours),
    theirs: text(theirs),
    listsAreSets,
  })
  return merged === null ? null : JSON.parse(merged)
}

test('keys that both sides added are both there, in objects within objects too', () => {
  const base = { name: 'x', scripts: { test: 'vitest' } }
  const ours = { name: 'x', scripts: { test: 'vitest', lint: 'biome' }, a: 1 }
  const theirs = { name: 'x', scripts: { test: 'vitest', build: 'tsc' }, b: { c: [2] } }
  expect(merge(base, ours, theirs)).toEqual({
    name: 'x',
    scripts: { test: 'vitest', lint: 'biome', build: 'tsc' },
    a: 1,
    b: { c: [2] },
  })
})

test.each([
  ['both changed one value', { a: 1 }, { a: 2 }, { a: 3 }],
  ['one took out what the other changed', { a: 1 }, {}, { a: 3 }],
  ['the same with the sides changed', { a: 1 }, { a: 3 }, {}],
  ['both added a key with different values', {}, { a: 1 }, { a: 2 }],
  ['both changed a list', { a: ['x'] }, { a: ['x', 'y'] }, { a: ['x', 'z'] }],
  ['one made a list of an object', { a: { b: 1 } }, { a: { b: 2 } }, { a: ['b'] }],
])('%s: that stays a conflict', (_, base, ours, theirs) => {
  expect(merge(base, ours, theirs)).toBe(null)
})

test('lists of texts in package.json: what either side added or took out', () => {
  const merged = merge(
    { files: ['a', 'b', 'c'] },
    { files: ['a', 'c', 'd'] },
    { files: ['a', 'b', 'e'] },
    true,
  )
  expect(merged).toEqual({ files: ['a', 'd', 'e'] })
})

test('both sides made the file', () => {
  expect(merge(undefined, { a: 1 }, { b: 2 })).toEqual({ a: 1, b: 2 })
  expect(merge(undefined, { a: 1 }, { a: 2 })).toBe(null)
})

test('what is written keeps indent, line ends, comments, inline lists and the order of keys', () => {
  const base = '{\r\n\t// why\r\n\t"files": ["x"],\r\n\t"zeta": 1\r\n}\r\n'
  const ours = base.replace('"zeta": 1', '"zeta": 2')
  const theirs = base.replace('["x"],', '["x"],\r\n\t"mid": {"q": 1},')
  const merged = mergeJson({ base, ours, theirs, listsAreSets: false })
  expect(merged).toBe('{\r\n\t// why\r\n\t"files": ["x"],\r\n\t"mid": {"q": 1},\r\n\t"zeta": 2\r\n}\r\n')
})

test('a new dependency finds its place among sorted ones', () => {
  const deps = (...names: string[]) =>
    text({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) })
  const merged = mergeJson({
    ...{ base: deps('b', 'x'), ours: deps('b', 'm', 'x'), theirs: deps('a', 'b', 'x', 'z') },
    listsAreSets: true,
  })
  expect(merged).toBe(deps('a', 'b', 'm', 'x', 'z'))
})

test.each([
  ['a key that is there twice', '{"a": 1, "a": 2}'],
  ['a number that would lose digits', '{"a": 12345678901234567890}'],
  ['a key that is no key in JavaScript', '{"__proto__": {"x": 1}}'],
  ['a file cut short', '{"a": 1'],
  ['markers', '<<<<<<< a\n{}\n=======\n{"b": 1}\n>>>>>>> b\n'],
  ['nothing', ''],
])('%s is left to others', (_, hostile) => {
  for (const side of ['base', 'ours', 'theirs']) {
    const sides = { base: '{}', ours: '{"b": 1}', theirs: '{"c": 1}', [side]: hostile }
    expect(mergeJson({ ...sides, listsAreSets: true })).toBe(null)
  }
})

const leaf = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('x', 'y'),
)
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    tie('object'),
    fc.array(fc.constantFrom('p', 'q', 'r'), { maxLength: 3 }),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd é', 'e"'), tie('value'), { maxKeys: 4 }),
})).object

test('whatever the sides: merged the other way round it says the same', () => {
  fc.assert(
    fc.property(json, json, json, (base, ours, theirs) => {
      expect(merge(base, theirs, ours)).toEqual(merge(base, ours, theirs))
    }),
  )
})

test('whatever the sides: a key goes only where one side took it out, and what one side alone did is done', () => {
  fc.assert(
    fc.property(json, json, json, fc.boolean(), (base, ours, theirs, listsAreSets) => {
      const merged = merge(base, ours, theirs, listsAreSets)
      if (merged === null) return
      for (const key of new Set([...Object.keys(ours as object), ...Object.keys(theirs as object)])) {
        const everywhere = [ours, theirs].every((side) => Object.hasOwn(side as object, key))
        if (everywhere || !Object.hasOwn(base as object, key)) expect(merged).toHaveProperty([key])
      }
    }),
  )
  fc.assert(
    fc.property(json, json, (base, ours) => {
      expect(merge(base, ours, base)).toEqual(ours)
      expect(merge(base, base, ours)).toEqual(ours)
    }),
  )
})
