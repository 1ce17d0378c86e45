import { expect, test } from 'vitest'
import { workspaceGlobs, workspacePackages } from '../../../source/engine/workspace-globs.ts'

const ofPackage = (text: string) => workspaceGlobs({ 'package.json': text })

test('what package.json says, as a list or as yarn 1 wrote it; what cannot be read says nothing', () => {
  expect(ofPackage('{"workspaces": ["packages/*", "apps/web"]}')).toEqual(['packages/*', 'apps/web'])
  expect(ofPackage('{"workspaces": {"packages": ["packages/*"]}}')).toEqual(['packages/*'])
  for (const text of ['{}', '{', '{"workspaces": 3}', 'null', '']) expect(ofPackage(text)).toEqual([])
  expect(workspaceGlobs({})).toEqual([])
})

test('what pnpm-workspace.yaml says goes before it', () => {
  const yaml = `catalog:
  - no
packages:
  # all of them
  - 'packages/*'
  - "!packages/old" # not that

- apps/**
onlyBuiltDependencies:
  - esbuild
`
  const texts = { 'package.json': '{"workspaces": ["x"]}', 'pnpm-workspace.yaml': yaml }
  expect(workspaceGlobs(texts)).toEqual(['packages/*', '!packages/old', 'apps/**'])
})

test('packages are those folders themselves, without what is taken out, installed or lies deeper', () => {
  const paths = [
    '',
    'packages/a/',
    'packages/old/',
    'packages/a/examples/x/',
    'apps/web/',
    'apps/web/node_modules/y/',
  ]
  const files = paths.map((folder) => `${folder}package.json`)
  expect(
    workspacePackages([...files, 'packages/a/index.js'], ['./packages/*/', '!packages/old', 'apps/**']),
  ).toEqual(['packages/a/package.json', 'apps/web/package.json'])
})
