import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { readSession } from '../../source/host/read-session.ts'
import type { Event } from '../../source/model/event.ts'
import { openHistory } from '../../source/runtime/history.ts'
import { LIMITS } from '../../source/runtime/limits.ts'
import { lastNumber, readHistory } from '../../source/runtime/read-history.ts'
import { keepHistory, storedIn } from '../helpers/history-keeper.ts'
import { freshPath, value } from '../helpers/repo.ts'
import { sessionOf } from '../helpers/session.ts'

const beginning: Event = { type: 'session-opened', at: 1, session: sessionOf([{ alpha: {} }]) }
/** Events by which the session does not grow; which was the last can be told by it. */
const nth = (number: number): Event => ({
  ...{ type: 'session-resumed', at: number, workers: 3, agent: `${number}` },
})
const HISTORY = ['events.jsonl', 'events.1.jsonl']

const fileSize = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** Files of these contents in a folder of their own. */
function folderWith(files: Record<string, Buffer>): string {
  const folder = freshPath('stored')
  mkdirSync(folder)
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  return folder
}

const contentsOf = (folder: string, names = readdirSync(folder)): Record<string, Buffer> =>
  Object.fromEntries(
    names
      .filter((name) => existsSync(join(folder, name)))
      .map((name) => [name, readFileSync(join(folder, name))]),
  )

test('it never holds much more than its limit, the newest is always in it, and it knows where it begins', async () => {
  const folder = freshPath('history')
  const keeper = await keepHistory(folder, 20_000)
  await keeper.keep(beginning)
  for (let number = 0; number < 300; number += 1) {
    await keeper.keep(nth(number))
    const bytes = HISTORY.reduce((sum, name) => sum + fileSize(join(folder, name)), 0)
    // The session as it was then stands in both.
    expect(bytes).toBeLessThan(20_000 + 2 * fileSize(join(folder, 'session.json')) + 1000)
  }
  await keeper.close()
  expect(readdirSync(folder).sort()).toEqual([...HISTORY, 'session.json', 'session.json.prev'].sort())
  const { numbered, soFar, unread } = value(await readHistory(folder))
  const first = numbered[0]?.seq ?? 0
  expect(first).toBeGreaterThan(50)
  expect(numbered.map(({ seq }) => seq)).toEqual(numbered.map((_, index) => first + index))
  expect(numbered.at(-1)?.seq).toBe(keeper.events())
  expect([soFar[0]?.index, soFar[0]?.seq]).toEqual([0, first - 1])
  expect(unread).toBe(0)
  expect(await lastNumber(join(folder, 'events.jsonl'))).toBe(keeper.events())
})

test('however much went, what is left gives the session back; an old copy of it is brought up to it as well', async () => {
  const folder = freshPath('history')
  const keeper = await keepHistory(folder, 4000)
  await keeper.keep(beginning)
  const old = readFileSync(join(folder, 'session.json'))
  for (let number = 0; number < 100; number += 1) {
    await keeper.keep(nth(number))
    for (const content of [Buffer.from('x'), old]) {
      const stored = { 'session.json': content, 'session.json.prev': content }
      const damaged = folderWith({ ...contentsOf(folder, HISTORY), ...stored })
      const read = value(await readSession(storedIn(damaged)))
      expect(read).toMatchObject({ events: keeper.events(), session: keeper.session() })
      expect(read.notes.join()).toMatch(/older than its history: \d+ events? w/)
    }
  }
  await keeper.close()
  expect(value(await readHistory(folder)).numbered[0]?.seq).toBeGreaterThan(20)
})

test('killed between any two steps of turning over: nothing is lost, with or without a whole session.json, and it goes on', async () => {
  const folder = freshPath('history')
  const keeper = await keepHistory(folder, 6000)
  await keeper.keep(beginning)
  let before = freshPath('before')
  for (let turns = 0, number = 0; turns < 3; number += 1) {
    const was = statSync(join(folder, 'events.jsonl')).ino
    before = freshPath('before')
    cpSync(folder, before, { recursive: true })
    await keeper.keep(nth(number))
    if (statSync(join(folder, 'events.jsonl')).ino !== was) turns += 1
  }
  await keeper.close()
  const [events, session] = [keeper.events(), keeper.session()]
  const now = contentsOf(folder) as Record<string, Buffer>
  const begun = now['events.jsonl'] as Buffer
  const full = now['events.1.jsonl'] as Buffer
  const oldest = readFileSync(join(before, 'events.1.jsonl'))
  const notYet = { 'events.jsonl': full, 'events.1.jsonl': oldest }
  const states: Record<string, Record<string, Buffer>> = {
    'nothing yet': notYet,
    'an empty new one': { ...notYet, 'events.new.jsonl': Buffer.alloc(0) },
    'half a new one': { ...notYet, 'events.new.jsonl': begun.subarray(0, 100) },
    'a new one': { ...notYet, 'events.new.jsonl': begun },
    'the full one renamed': { 'events.1.jsonl': full, 'events.new.jsonl': begun },
    'all of it': { 'events.jsonl': begun, 'events.1.jsonl': full },
  }
  for (const [what, files] of Object.entries(states)) {
    for (const stored of [now['session.json'] as Buffer, Buffer.from('x')]) {
      const here = folderWith({ ...files, 'session.json': stored, 'session.json.prev': stored })
      const next = await keepHistory(here, 6000)
      expect({ events: next.events(), session: next.session() }, what).toEqual({ events, session })
      await next.keep(nth(1001))
      await next.keep(nth(1002))
      await next.close()
      expect(existsSync(join(here, 'events.new.jsonl')), what).toBe(false)
      const upTo = next.events()
      expect(await lastNumber(join(here, 'events.jsonl')), what).toBe(upTo)
      const { numbered, unread } = value(await readHistory(here))
      expect(unread, what).toBe(0)
      const since = Array.from({ length: upTo - events + 1 }, (_, index) => events + index)
      expect(
        numbered.slice(-since.length).map(({ seq }) => seq),
        what,
      ).toEqual(since)
      const again = value(await readSession(storedIn(here)))
      expect(again, what).toMatchObject({ events: upTo, session: next.session(), notes: [] })
    }
  }
})

test('a process that turns over all the time is killed at any moment: what it said is kept, and in the history', async () => {
  const folder = freshPath('history')
  const first = await keepHistory(folder, 3000)
  await first.keep(beginning)
  await first.close()
  let said = 0
  for (let round = 0; round < 12; round += 1) {
    const fixture = join(import.meta.dirname, '../fixtures/turn-over.mjs')
    const child = spawn(process.execPath, [fixture, folder, `${said + 1}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const goal = said + 10 + 3 * round
    for await (const line of createInterface({ input: child.stdout })) {
      said = Number(line)
      if (said >= goal) child.kill('SIGKILL')
    }
    expect(said).toBeGreaterThanOrEqual(goal)
    const read = value(await readSession(storedIn(folder)))
    expect(read.damaged).toEqual([])
    const newest = Number(read.session?.settings.agent)
    // One that was kept and not said is no loss.
    expect([said, said + 1]).toContain(newest)
    said = newest
    // Of the session's own files nothing is needed.
    const stored = { 'session.json': Buffer.from('x'), 'session.json.prev': Buffer.from('x') }
    const bare = folderWith({ ...contentsOf(folder, HISTORY), ...stored })
    const mended = value(await readSession(storedIn(bare)))
    expect(Number(mended.session?.settings.agent)).toBeGreaterThanOrEqual(newest - 1)
  }
  expect(value(await readHistory(folder)).numbered[0]?.seq).toBeGreaterThan(50)
}, 60_000)

test('of what was torn off no more than its limit is kept', async () => {
  const path = freshPath('events.jsonl')
  writeFileSync(`${path}.torn`, Buffer.alloc(LIMITS.torn + 1))
  writeFileSync(path, '{"half')
  await (await openHistory(path)).close()
  expect(readFileSync(`${path}.torn`, 'utf8')).toBe('{"half')
})
