import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { conflictLines } from '../../../source/runtime/git/conflict-lines.ts'
import { conflictPairs } from '../../../source/runtime/git/conflict-pairs.ts'
import { type Head, pairsToAsk } from '../../../source/runtime/git/pairs-to-ask.ts'
import { makeRepo, type Repo, value } from '../../helpers/repo.ts'
import { lines } from './setup.ts'

const FILES = { 'a.txt': lines('a'), 'd/x.txt': lines('x'), 'd/y.txt': lines('y'), 'e/z.txt': lines('z') }

/** A commit of its own on the base: files written, null where one is taken away. */
function commitOn(repo: Repo, base: string, files: Record<string, string | null>): string {
  repo.git('checkout', '--quiet', '--detach', base)
  for (const [file, text] of Object.entries(files)) {
    if (text === null) rmSync(join(repo.root, file))
  }
  const written = Object.entries(files).filter(([, text]) => text !== null) as [string, string][]
  return repo.commit(Object.fromEntries(written))
}

async function ask(repo: Repo, trunk: string, heads: readonly Head[]): Promise<string[]> {
  const pairs = value(await pairsToAsk(join(repo.root, '.git'), trunk, heads))
  return pairs.map(([a, b]) => `${a.id}-${b.id}`)
}

test.each<[string, Record<string, string | null>, Record<string, string | null>, boolean]>([
  ['the same file changed', { 'a.txt': 'one\n' }, { 'a.txt': 'two\n' }, true],
  ['the same file added', { 'n.txt': 'one\n' }, { 'n.txt': 'two\n' }, true],
  ['a file deleted and changed', { 'a.txt': null }, { 'a.txt': 'two\n' }, true],
  ['a file renamed and changed', { 'a.txt': null, 'b.txt': lines('a') }, { 'a.txt': 'two\n' }, true],
  ['a file where the other one has a folder', { n: 'file\n' }, { 'n/in.txt': 'x\n' }, true],
  [
    'a folder renamed and a file added in it',
    { 'd/x.txt': null, 'd/y.txt': null, 'f/x.txt': lines('x'), 'f/y.txt': lines('y') },
    { 'd/new.txt': 'n\n' },
    true,
  ],
  ['other files in the same folder', { 'd/x.txt': 'one\n' }, { 'd/y.txt': 'two\n', 'd/n.txt': 'n\n' }, false],
  ['one that only deletes', { 'd/x.txt': null }, { 'd/y.txt': 'two\n' }, false],
])('%s', async (_, one, other, isAsked) => {
  const repo = makeRepo({ files: FILES })
  const base = repo.git('rev-parse', 'HEAD')
  const heads = [one, other].map((files, id) => ({ id: `${id}`, commit: commitOn(repo, base, files) }))
  expect(await ask(repo, base, heads)).toEqual(isAsked ? ['0-1'] : [])
})

test('what has landed since one of them parted counts as its change, and is asked about with itself', async () => {
  const repo = makeRepo({ files: FILES })
  const base = repo.git('rev-parse', 'HEAD')
  const old = commitOn(repo, base, { 'a.txt': 'old\n' })
  const trunk = commitOn(repo, base, { 'a.txt': 'landed\n' })
  const young = commitOn(repo, trunk, { 'e/z.txt': 'young\n' })
  const heads = [
    { id: 'old', commit: old },
    { id: 'young', commit: young },
    { id: 'trunk', commit: trunk },
  ]
  expect(await ask(repo, trunk, heads)).toEqual(['old-young', 'old-trunk'])
})

test('one that took another one in is asked about with it', async () => {
  const repo = makeRepo({ files: FILES })
  const base = repo.git('rev-parse', 'HEAD')
  const one = commitOn(repo, base, { 'a.txt': 'one\n' })
  const both = commitOn(repo, one, { 'a.txt': lines('a'), 'e/z.txt': 'both\n' })
  const heads = [
    { id: 'one', commit: one },
    { id: 'both', commit: both },
  ]
  expect(await ask(repo, base, heads)).toEqual(['one-both'])
})

test('no conflict that git finds is missed, whatever streams do', async () => {
  const names = ['a.txt', 'd/x.txt', 'd/y.txt', 'e/z.txt', 'n', 'n/in.txt', 'f/x.txt', 'd/new.txt']
  const text = fc.oneof(
    fc.constantFrom(lines('a'), lines('x'), lines('y'), lines('z')),
    fc.constantFrom('one\n', 'two\n'),
    fc.constantFrom(lines('x', { 2: 'changed' }), lines('a', { 9: 'changed' })),
  )
  const change = fc
    .dictionary(fc.constantFrom(...names), fc.option(text), { minKeys: 1, maxKeys: 4 })
    .map((files) => {
      const { n, ...rest } = files
      return 'n/in.txt' in rest || n === undefined ? rest : { ...rest, n }
    })
  const repo = makeRepo({ files: FILES })
  const base = repo.git('rev-parse', 'HEAD')
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 5 }), async (changes) => {
      const heads = changes.map((files, id) => {
        const there = Object.entries(files).filter(([file, each]) => each !== null || file in FILES)
        return { id: `${id}`, commit: commitOn(repo, base, Object.fromEntries(there)) }
      })
      const asked = await ask(repo, base, heads)
      for (const [index, a] of heads.entries()) {
        // Two at a time are few, so git is asked without any choice.
        for (const b of heads.slice(index + 1)) {
          const found = value(
            await conflictPairs({ repo: join(repo.root, '.git'), trunk: base, heads: [a, b] }),
          )
          if (found.length > 0) expect(asked).toContain(`${a.id}-${b.id}`)
        }
      }
    }),
    { numRuns: 8 },
  )
}, 120_000)

test('lines of both sides are told where they changed the same stretch', async () => {
  const repo = makeRepo({ files: { 'a.txt': lines('a') } })
  const oid = (text: string) => {
    repo.write({ probe: text })
    return { mode: '100644', oid: repo.git('hash-object', '-w', 'probe') }
  }
  const base = oid(lines('a'))
  const ours = oid(`top\n${lines('a', { 3: 'mine', 4: 'mine', 9: 'far' })}`)
  const theirs = oid(lines('a', { 4: 'yours' }))
  const path = join(repo.root, '.git')
  expect(await conflictLines(path, { base, ours, theirs })).toEqual({
    ofA: [{ first: 4, last: 5 }],
    ofB: [{ first: 4, last: 4 }],
  })
  expect(await conflictLines(path, { base: null, ours: oid('x\n'), theirs: oid('y\nz\n') })).toEqual({
    ofA: [{ first: 1, last: 1 }],
    ofB: [{ first: 1, last: 2 }],
  })
  expect(await conflictLines(path, { base, ours: null, theirs })).toEqual({
    ofA: [],
    ofB: [{ first: 4, last: 4 }],
  })
})
