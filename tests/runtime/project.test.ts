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
    smoke: { source: 'detected', command: 'npm test', from: 'package.json' },
    install: { lockFile: 'package-lock.json' },
    scripts: ['package.json test: node --test'],
  })
})

test('the packages of a repository of several are read where its top says they lie', async () => {
  const tested = JSON.stringify({ scripts: { test: 'node --test' } })
  const { detected } = value(
    await project({
      'package.json': JSON.stringify({ workspaces: ['packages/*'] }),
      'packages/a/package.json': tested,
      'packages/a/examples/x/package.json': tested,
      'elsewhere/package.json': tested,
    }),
  )
  expect(detected.smoke.command).toBe('npm test --workspaces --if-present')
  expect(detected.scripts).toEqual(['package.json (packages/a) test: node --test'])
})

test('a repository that says nothing of itself has no configuration and no tests', async () => {
  expect(value(await project({}))).toMatchObject({
    config: {},
    detected: { smoke: { command: null }, full: { command: null }, install: null },
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
