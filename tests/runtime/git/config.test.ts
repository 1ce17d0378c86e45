import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { configText, settingsToBring } from '../../../source/runtime/git/config.ts'
import { git } from '../../../source/runtime/git/git.ts'
import { freshPath, makeRepo, value } from '../../helpers/repo.ts'

test('any value and subsection reads back through git as it was', async () => {
  const { root } = makeRepo()
  const file = freshPath('config')
  const text = fc
    .string({ unit: 'binary', maxLength: 20 })
    .filter((part) => !/[\0\r]|[\ud800-\udfff]/.test(part))
  const subsection = text.filter((part) => part !== '' && !part.includes('\n'))
  const entry = fc.record({ key: subsection.map((part) => `gpg.${part}.program`), value: text })
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 8 }), async (entries) => {
      writeFileSync(file, configText(entries))
      const read = value(await git(root, ['config', '--file', file, '--list', '-z'])).stdout
      expect(read).toBe(entries.map(({ key, value }) => `${key}\n${value}\0`).join(''))
    }),
    { numRuns: 40 },
  )
})

test('brings what decides who commits and how bytes look, and nothing that runs', () => {
  const entries = [
    'user.name',
    'gpg.ssh.program',
    'core.autocrlf',
    'core.fsmonitor',
    'core.hookspath',
    'alias.x',
    'include.path',
  ]
  const kept = settingsToBring(
    entries.map((key) => ({ key, value: 'x' })),
    '/repo',
  )
  expect(kept.map(({ key }) => key)).toEqual(['user.name', 'gpg.ssh.program', 'core.autocrlf'])
})

test('a relative excludes file is meant from the root of the repository', () => {
  const bring = (path: string) =>
    settingsToBring([{ key: 'core.excludesfile', value: path }], '/repo')[0]?.value
  expect(['ignores', '~/ignores', '/etc/ignores'].map(bring)).toEqual([
    '/repo/ignores',
    '~/ignores',
    '/etc/ignores',
  ])
})
