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
