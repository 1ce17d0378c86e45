import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { takeLock } from '../../source/runtime/lock.ts'
import { failure, freshPath, value } from '../helpers/repo.ts'

test('one holder at a time; it is free again when released', async () => {
  const path = freshPath('host.lock')
  const held = value(await takeLock(path))
  expect(failure(await takeLock(path)).message).toBe('Another host has this repository already.')
  held.release()
  value(await takeLock(path)).release()
})

test('a holder that is stopped keeps it, one that is killed has lost it', async () => {
  const path = freshPath('host.lock')
  const script = `const { DatabaseSync } = require('node:sqlite')
    const database = new DatabaseSync(process.argv[1])
    database.exec('BEGIN EXCLUSIVE')
    console.log('held')
    setInterval(() => database, 60000)`
  const holder = spawn(process.execPath, ['-e', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  holder.kill('SIGSTOP')
  expect((await takeLock(path)).ok).toBe(false)
  const ended = once(holder, 'exit')
  holder.kill('SIGKILL')
  await ended
  value(await takeLock(path)).release()
})

test('a lock file that is something else is said, not waited for', async () => {
  const path = freshPath('host.lock')
  writeFileSync(
    path,
    'this is no database, and longer than the header of one would be, so that it is looked at',
  )
  expect(failure(await takeLock(path)).message).toMatch(/^The lock .* cannot be taken: /)
})
