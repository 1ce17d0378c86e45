import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPlanTexts } from '../../source/runtime/find-plans.ts'
import { makeRepo } from '../helpers/repo.ts'

test('Markdown of the repository is found, those named like a plan first', async () => {
  const repo = makeRepo({
    files: { 'README.md': 'readme', 'docs/build-plan.md': 'plan', '.gitignore': 'secret.md\n' },
  })
  writeFileSync(join(repo.root, 'TASKS.md'), 'new')
  writeFileSync(join(repo.root, 'secret.md'), 'ignored')
  mkdirSync(join(repo.root, 'vendor'))
  writeFileSync(join(repo.root, 'vendor/plan.md'), 'of others')
  expect(await findPlanTexts(repo.root)).toEqual([
    { file: 'TASKS.md', text: 'new' },
    { file: 'docs/build-plan.md', text: 'plan' },
    { file: 'README.md', text: 'readme' },
  ])
})

test('what cannot be read, or is too large, is passed by', async () => {
  const repo = makeRepo({ files: { 'PLAN.md': 'plan' } })
  symlinkSync('nowhere.md', join(repo.root, 'gone.md'))
  mkdirSync(join(repo.root, 'folder'))
  symlinkSync('folder', join(repo.root, 'tasks.md'))
  writeFileSync(join(repo.root, 'large.md'), 'x'.repeat(600_000))
  expect(await findPlanTexts(repo.root)).toEqual([{ file: 'PLAN.md', text: 'plan' }])
})

test('plans of every format are found where their tools put them, before what is only named like one', async () => {
  const usual = [
    '.beads/issues.jsonl',
    '.kiro/specs/shop/tasks.md',
    '.planning/phases/01-shop/01-01-PLAN.md',
    '.taskmaster/tasks/tasks.json',
    'conductor/tracks/shop/plan.md',
    'docs/superpowers/plans/2026-01-15-shop.md',
    'openspec/changes/add-shop/tasks.md',
    'packages/web/specs/004-shop/tasks.md',
    'specs/004-shop/tasks.md',
    'tasks/tasks.json',
  ]
  const others = [
    '.github/ISSUE_TEMPLATE/plan.md',
    '.specify/templates/tasks-template.md',
    'package.json',
    'a.jsonl',
  ]
  const named = ['PLAN.md', 'TODO.md', 'notes.md']
  const files = Object.fromEntries([...usual, ...others, ...named].map((file) => [file, file]))
  const found = (await findPlanTexts(makeRepo({ files }).root)).map(({ file }) => file)
  expect(found.slice(0, usual.length).toSorted()).toEqual(usual.toSorted())
  expect(found.slice(usual.length)).toEqual(named)
})
