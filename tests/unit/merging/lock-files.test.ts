import { expect, test } from 'vitest'
import { isTrusted, type LockFile, lockFileOf } from '../../../source/merging/lock-files.ts'

test('a lock file is known by its name, in any folder', () => {
  expect(lockFileOf('packages/a/package-lock.json')?.tool).toBe('npm')
  expect(lockFileOf('Cargo.lock')?.tool).toBe('cargo')
  expect(lockFileOf('old-package-lock.json')).toBe(undefined)
})

test.each([
  ['npm ci --no-audit', true],
  ['cd web && npm test', true],
  ['pnpm test', false],
  ['sh npm.sh', false],
])('%s: npm is trusted: %s', (command, trusted) => {
  expect(isTrusted(lockFileOf('package-lock.json') as LockFile, ['make', command])).toBe(trusted)
})
