import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Event } from '../../source/model/event.ts'
import type { Session } from '../../source/model/session.ts'
import {
  openTelemetry,
  readTelemetry,
  telemetryFiles,
  whyNoTelemetry,
} from '../../source/runtime/telemetry-file.ts'
import { createMasker } from '../../source/runtime/worker/mask.ts'
import { csvColumns, csvRow, forExport } from '../../source/telemetry/export.ts'
import type { Telemetry } from '../../source/telemetry/schema.ts'
import { anySecret, leaksIn } from '../helpers/leaks.ts'
import { freshPath } from '../helpers/repo.ts'
import {
  advanced,
  ended,
  exit,
  judged,
  landing,
  leftOut,
  noticed,
  prepared,
  published,
  requested,
  sessionOf,
  spends,
  started,
} from '../helpers/session.ts'

type Made = (session: Session) => Event

const asIs = (text: string) => text
const begun = sessionOf([{ alpha: {} }])

async function read(folder: string): Promise<Telemetry[]> {
  const records: Telemetry[] = []
  await readTelemetry(folder, (record) => records.push(record))
  return records
}

test('what is heard is written, for its owner only, and read again in its order', async () => {
  const folder = freshPath('telemetry')
  const file = openTelemetry(folder, begun, asIs)
  file.heard(advanced(begun, noticed('begun')).events)
  await file.close()
  const records = await read(folder)
  expect(records.map(({ type }) => type)).toEqual([])
  const again = openTelemetry(folder, null, asIs)
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
  const first = openTelemetry(folder, begun, asIs)
  first.heard([{ type: 'decision-recorded', at: 6, by: 'alpha', text: 'x' }])
  await first.close()
  appendFileSync(join(folder, 'telemetry.jsonl'), '{"v":1,"at":7,"typ')
  const second = openTelemetry(folder, begun, asIs)
  second.heard([{ type: 'decision-recorded', at: 8, by: 'beta', text: 'x' }])
  await second.close()
  expect((await read(folder)).map((record) => (record as { by: string }).by)).toEqual(['alpha', 'beta'])
})

test('it is bounded: the oldest go, the newest stay', async () => {
  const folder = freshPath('telemetry')
  const fill = '{"v":1,"at":1,"session":"x","type":"decision","by":"somebody"}\n'.repeat(140_000)
  for (let round = 0; round < 11; round += 1) {
    const file = openTelemetry(folder, begun, asIs)
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

test('what is heard is taken apart later, and not while its caller waits', async () => {
  const folder = freshPath('telemetry')
  const mask = vi.fn(asIs)
  const file = openTelemetry(folder, begun, mask)
  file.heard([{ type: 'decision-recorded', at: 6, by: 'alpha', text: 'x' }])
  expect(mask).not.toHaveBeenCalled()
  await file.close()
  expect(mask).toHaveBeenCalledWith('alpha')
  expect(await read(folder)).toHaveLength(1)
})

test('no secret of any kind is in what is kept, nor in what is given away, whatever is called by it', async () => {
  const anyText = anySecret.map(({ text, secret }) => ({ text, secret }))
  await fc.assert(
    fc.asyncProperty(fc.array(anyText, { minLength: 9, maxLength: 9 }), async (found) => {
      const secrets = found.map(({ secret }) => secret)
      const [stream, model, file, detail, agent, tool, code, title, test] = found.map(({ text }) => text) as [
        ...[string, string, string, string, string, string, string, string, string],
      ]
      const folder = freshPath('telemetry')
      const opened = sessionOf([{ [stream]: { title } }], { agent: `cmd: work ${agent}` })
      const finding = { check: 'secrets', code, severity: 'error', file, line: 1, message: detail } as never
      const asked = requested(stream)
      const { events } = advanced(
        opened,
        ...[prepared(stream), asked, started(stream), spends(stream, 1, undefined, model), exit(stream)],
        (now) => ({ ...(ended(stream, 'done', { detail }) as Made)(now), findings: [finding] }) as Event,
        ...[
          landing('checkpoint'),
          judged({ leftOut: [{ ...leftOut(stream), files: [file], log: test }] }),
          published,
        ],
        { type: 'decision-recorded', at: 9, by: stream, text: detail },
        { type: 'noticed', at: 9, about: stream, text: tool, tone: 'info' },
      )
      const telemetry = openTelemetry(folder, null, createMasker([]).mask)
      telemetry.heard([{ type: 'session-opened', at: 1, session: opened }, ...events])
      await telemetry.close()
      const records = await read(folder)
      expect(new Set(records.map(({ type }) => type))).toEqual(
        new Set([
          ...['batch', 'checkpoint', 'command', 'conflict', 'decision', 'finding', 'performance', 'phase'],
          ...['session', 'stream', 'task', 'usage'],
        ]),
      )
      const exported = records.map((record) => forExport(record, 'a salt'))
      const table = exported.map((record) => csvRow(record, csvColumns(exported)))
      const kept = (await telemetryFiles(folder)).map(({ path }) => readFileSync(path, 'utf8')).join('')
      expect(leaksIn(kept, secrets)).toEqual([])
      expect(leaksIn([JSON.stringify(exported), ...table].join('\n'), secrets)).toEqual([])
    }),
    { numRuns: 100 },
  )
})
