import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  openTelemetry,
  readTelemetry,
  telemetryFiles,
  whyNoTelemetry,
} from '../../source/runtime/telemetry-file.ts'
import type { Telemetry } from '../../source/telemetry/schema.ts'
import { freshPath } from '../helpers/repo.ts'
import { advanced, noticed, sessionOf } from '../helpers/session.ts'

const begun = sessionOf([{ alpha: {} }])

async function read(folder: string): Promise<Telemetry[]> {
  const records: Telemetry[] = []
  await readTelemetry(folder, (record) => records.push(record))
  return records
}

test('what is heard is written, for its owner only, and read again in its order', async () => {
  const folder = freshPath('telemetry')
  const file = openTelemetry(folder, begun)
  file.heard(advanced(begun, noticed('begun')).events)
  await file.close()
  const records = await read(folder)
  expect(records.map(({ type }) => type)).toEqual([])
  const again = openTelemetry(folder, null)
  again.heard([
    { type: 'session-opened', at: 5, session: begun },
    { type: 'decision-recorded', at: 6, by: 'you', text: 'x' },
  ])
  await again.close()
  expect((await read(folder)).map(({ type }) => type)).toEqual(['phase', 'session', 'command', 'decision'])
  expect(statSync(join(folder, 'telemetry.jsonl')).mode & 0o077).toBe(0)
})

test('a torn end spoils its own line and no other', async () => {
  const folder = freshPath('telemetry')
  const first = openTelemetry(folder, begun)
  first.heard([{ type: 'decision-recorded', at: 6, by: 'alpha', text: 'x' }])
  await first.close()
  appendFileSync(join(folder, 'telemetry.jsonl'), '{"v":1,"at":7,"typ')
  const second = openTelemetry(folder, begun)
  second.heard([{ type: 'decision-recorded', at: 8, by: 'beta', text: 'x' }])
  await second.close()
  expect((await read(folder)).map((record) => (record as { by: string }).by)).toEqual(['alpha', 'beta'])
})

test('it is bounded: the oldest go, the newest stay', async () => {
  const folder = freshPath('telemetry')
  const fill = '{"v":1,"at":1,"session":"x","type":"decision","by":"somebody"}\n'.repeat(140_000)
  for (let round = 0; round < 11; round += 1) {
    const file = openTelemetry(folder, begun)
    file.heard([{ type: 'decision-recorded', at: round, by: 'you', text: '' }])
    await file.close()
    appendFileSync(join(folder, 'telemetry.jsonl'), fill)
  }
  const files = await telemetryFiles(folder)
  expect(files.length).toBeLessThanOrEqual(8)
  expect(readFileSync(files.at(-1)?.path ?? '', 'utf8').slice(0, 200)).toContain('"at":10')
})

test('who does not want it has none: by a word, or by DO_NOT_TRACK', () => {
  const env = { BR_HOME: freshPath('home') }
  expect(whyNoTelemetry(env)).toBeNull()
  expect(whyNoTelemetry({ ...env, DO_NOT_TRACK: '1' })).toBe('DO_NOT_TRACK is set')
  expect(whyNoTelemetry({ ...env, DO_NOT_TRACK: '0' })).toBeNull()
})

test('what is heard costs its caller next to nothing: it is taken apart later', () => {
  const file = openTelemetry(freshPath('telemetry'), begun)
  const { events } = advanced(begun, noticed('x'))
  const started = performance.now()
  for (let round = 0; round < 1000; round += 1) file.heard(events)
  // A thousand times, so that the clock can tell: far below a millisecond for each.
  expect((performance.now() - started) / 1000).toBeLessThan(1)
})
