import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sealed } from '../../source/runtime/sealed.ts'
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
  await store.write(first, 3)
  await store.write(second, 4)
  return path
}

test('a store that was never written has no session and nothing to say', async () => {
  expect(value(await openStore(freshPath('session.json')))).toMatchObject({ session: null, damaged: [] })
})

test('what was written last is read again', async () => {
  const path = await twoWrites()
  expect(value(await openStore(path))).toMatchObject({ session: second, events: 4, damaged: [] })
  expect(readdirSync(dirname(path)).sort()).toEqual(['session.json', 'session.json.prev'])
})

test('wherever the newest file is cut off, the one before it is taken, and the cut one is named and left there', async () => {
  const path = await twoWrites()
  const whole = readFileSync(path)
  const previous = readFileSync(`${path}.prev`)
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (length) => {
      writeFileSync(path, whole.subarray(0, length))
      writeFileSync(`${path}.prev`, previous)
      const { session, damaged } = value(await openStore(path))
      expect(session).toEqual(first)
      expect(damaged).toMatchObject([{ path }])
      expect(readFileSync(path)).toEqual(whole.subarray(0, length))
    }),
    { numRuns: 150, examples: [[0], [1], [whole.length - 1]] },
  )
})

test('a file that is gone is taken from the one before it, silently: a crash came between two renames', async () => {
  const path = await twoWrites()
  rmSync(path)
  expect(value(await openStore(path))).toMatchObject({ session: first, events: 3, damaged: [] })
})

test.each([
  ['a version of tomorrow', sealed({ version: 3, session: null })],
  ['a version of tomorrow without a checksum', '{"version":3,"session":null}'],
  ['what another build of this version wrote', sealed({ version: 2, events: 1, session: { id: 7 } })],
])('%s is refused and not passed over for the older file beside it', async (_, newest) => {
  const path = await twoWrites()
  const previous = readFileSync(`${path}.prev`, 'utf8')
  writeFileSync(path, newest)
  const { message, mend } = failure(await openStore(path))
  expect(message).toContain(`The session in ${path} cannot be read`)
  expect(message).not.toContain('\n')
  expect(mend).toContain('It was left as it is.')
  expect([readFileSync(path, 'utf8'), readFileSync(`${path}.prev`, 'utf8')]).toEqual([newest, previous])
})

test.each([
  ['nothing of JSON', '{"version":1,', 'x'],
  ['JSON that is no session', '{"version":1,"session":{"id":7}}', '[]'],
  ['a checksum that is cut off', '{"version":2,"events":1,"session":null}', '{}'],
])('%s in both: there is no session, both are named and stay as they are', async (_, newest, previous) => {
  const path = freshPath('session.json')
  writeFileSync(path, newest)
  writeFileSync(`${path}.prev`, previous)
  const { session, damaged } = value(await openStore(path))
  expect(session).toBe(null)
  expect(damaged.map((each) => each.path)).toEqual([path, `${path}.prev`])
  expect(damaged.map(({ why }) => why).join()).not.toContain('\n')
  expect([readFileSync(path, 'utf8'), readFileSync(`${path}.prev`, 'utf8')]).toEqual([newest, previous])
})

test('a digit that flipped leaves JSON that fits the schema: the checksum tells', async () => {
  const path = await twoWrites()
  writeFileSync(path, readFileSync(path, 'utf8').replace('"noteSeq":0', '"noteSeq":4'))
  const { session, damaged } = value(await openStore(path))
  expect(session).toEqual(first)
  expect(damaged).toEqual([{ path, why: 'its checksum does not fit what it holds' }])
})

test('a file of the first version, without a checksum, is read; the next write gives it one', async () => {
  const path = freshPath('session.json')
  writeFileSync(path, JSON.stringify({ version: 1, session: first }))
  const store = value(await openStore(path))
  expect(store).toMatchObject({ session: first, events: 0, damaged: [] })
  await store.write(second, 2)
  expect(readFileSync(path, 'utf8')).toMatch(/^\{"version":2,.*"crc":"[0-9a-f]{8}"\}$/)
  expect(value(await openStore(path))).toMatchObject({ session: second, events: 2 })
})

test('a write that cannot be done leaves the old session readable', async () => {
  const path = await twoWrites()
  const store = value(await openStore(path))
  mkdirSync(`${path}.tmp`)
  await expect(store.write(first, 5)).rejects.toThrow(/EISDIR/)
  expect(value(await openStore(path)).session).toEqual(second)
})
