import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readProject, trustHash } from '../../source/runtime/project.ts'
import { failure, makeRepo, value } from '../helpers/repo.ts'

const project = async (files: Record<string, string>) => {
  const repo = makeRepo({ files: { 'README.md': '', ...files } })
  return readProject(repo.root, repo.git('rev-parse', 'HEAD'))
}

test('configuration and detection come from the commit, never from the checkout', async () => {
  const repo = makeRepo({
    files: {
      'package.json': JSON.stringify({ scripts: { test: 'node --test' } }),
      'package-lock.json': '{}',
      'br.config.json': JSON.stringify({ workers: 2, tests: { smoke: 'true' } }),
    },
  })
  const base = repo.git('rev-parse', 'HEAD')
  repo.write({ 'br.config.json': '{"workers":9}', 'package.json': '{}' })
  const { config, detected } = value(await readProject(repo.root, base))
  expect(config).toEqual({ workers: 2, tests: { smoke: 'true' } })
  expect(detected).toMatchObject({
    test: { source: 'detected', command: 'npm test' },
    install: { lockFile: 'package-lock.json' },
    scripts: ['test: node --test'],
  })
})

test('a repository that says nothing of itself has no configuration and no tests', async () => {
  expect(value(await project({}))).toMatchObject({
    config: {},
    detected: { test: { command: null }, install: null },
  })
})

test.each([
  ['no JSON', '{', /^br\.config\.json is no JSON: /],
  ['an unknown key', '{"wrokers":2}', /^br\.config\.json is not valid: [\s\S]*wrokers/],
  ['a wrong value', '{"workers":99}', /^br\.config\.json is not valid: [\s\S]*workers/],
])('%s in the configuration is refused with its place', async (_, text, said) => {
  const { message, mend } = failure(await project({ 'br.config.json': text }))
  expect(message).toMatch(said)
  expect(mend).toBe('Mend it and commit.')
})

test('trust holds for exactly these commands in this order', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
      expect(trustHash(a) === trustHash(b)).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
  )
  expect(trustHash(['a b'])).not.toBe(trustHash(['a', 'b']))
})
