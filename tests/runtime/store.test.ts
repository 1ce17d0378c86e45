import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openStore } from '../../source/runtime/store.ts'
import { failure, freshPath, value } from '../helpers/repo.ts'
import { sessionOf } from '../helpers/session.ts'

const PLAN = [{ alpha: {}, beta: { after: ['alpha'] } }]
const first = { ...sessionOf(PLAN), id: 'first' }
const second = { ...sessionOf(PLAN), id: 'second' }

/** A store that was written twice. */
async function twoWrites() {
  const path = freshPath('session.json')
  const store = value(await openStore(path))
  await store.write(first)
  await store.write(second)
  return path
}

test('a store that was never written has no session and nothing to say', async () => {
  expect(value(await openStore(freshPath('session.json')))).toMatchObject({ session: null, notes: [] })
})

test('what was written last is read again', async () => {
  const path = await twoWrites()
  expect(value(await openStore(path))).toMatchObject({ session: second, notes: [] })
  expect(readdirSync(dirname(path)).sort()).toEqual(['session.json', 'session.json.prev'])
})

test('wherever the newest file is cut off, the one before it is taken, and the cut one is kept', async () => {
  const path = await twoWrites()
  const whole = readFileSync(path)
  const previous = readFileSync(`${path}.prev`)
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (length) => {
      writeFileSync(path, whole.subarray(0, length))
      writeFileSync(`${path}.prev`, previous)
      const { session, notes } = value(await openStore(path))
      expect(session).toEqual(first)
      const aside = /moved to (\S+), and/.exec(notes.join())?.[1] as string
      expect(readFileSync(aside)).toEqual(whole.subarray(0, length))
    }),
    { numRuns: 150, examples: [[0], [1], [whole.length - 1]] },
  )
})

test('a file that is gone is taken from the one before it, silently: a crash came between two renames', async () => {
  const path = await twoWrites()
  rmSync(path)
  expect(value(await openStore(path))).toMatchObject({ session: first, notes: [] })
})

test.each([
  ['nothing of JSON', '{"version":1,', 'x'],
  ['a version of tomorrow', '{"version":2,"session":null}', '{"version":2,"session":null}'],
  ['JSON that is no session', '{"version":1,"session":{"id":7}}', '[]'],
])('%s in both is refused, and both stay as they are', async (_, newest, previous) => {
  const path = freshPath('session.json')
  writeFileSync(path, newest)
  writeFileSync(`${path}.prev`, previous)
  const { message, mend } = failure(await openStore(path))
  expect(message).toContain(`The session in ${path} cannot be read`)
  expect(message).not.toContain('\n')
  expect(mend).toContain('It was left as it is.')
  expect([readFileSync(path, 'utf8'), readFileSync(`${path}.prev`, 'utf8')]).toEqual([newest, previous])
})

test('a write that cannot be done leaves the old session readable', async () => {
  const path = await twoWrites()
  const store = value(await openStore(path))
  mkdirSync(`${path}.tmp`)
  await expect(store.write(first)).rejects.toThrow(/EISDIR/)
  expect(value(await openStore(path)).session).toEqual(second)
})
