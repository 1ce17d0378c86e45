import { mkdirSync } from 'node:fs'
import { open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { startLoop } from '../../source/host/loop.ts'
import { openHistory } from '../../source/runtime/history.ts'
import { openStore } from '../../source/runtime/store.ts'
import { createMasker } from '../../source/runtime/worker/mask.ts'
import { sessionOf } from '../helpers/session.ts'
import { inTurns, ms, must, type Row, times } from './measure.ts'
import { base } from './place.ts'

/** From an event to the moment at which it is on disk, against the least that a file costs which survives a power cut. */
export async function state(): Promise<Row[]> {
  const folder = join(base, 'state')
  mkdirSync(folder)
  const path = join(folder, 'session.json')
  const history = await openHistory(join(folder, 'events.jsonl'))
  let written = () => {}
  const loop = startLoop({
    store: must(await openStore(path)),
    history,
    mask: createMasker([]).mask,
    runEffect: async () => {},
    onWritten: () => written(),
    onTrouble: (why) => {
      throw new Error(why)
    },
  })
  const say = (text: string) =>
    new Promise<void>((resolve) => {
      written = resolve
      loop.dispatch({ type: 'noticed', at: Date.now(), about: 'orchestrator', text, tone: 'info' })
    })
  const opened = new Promise<void>((resolve) => {
    written = resolve
  })
  loop.dispatch({ type: 'session-opened', at: Date.now(), session: usualSession() })
  await opened
  await loop.idle()
  const { size } = await stat(path)
  const bytes = Buffer.alloc(size, 'x')
  const took = await inTurns(41, {
    bare: () => writeBare(join(folder, 'bare'), bytes),
    event: () => say('part-1: batch_1 started, 5 tasks.'),
  })
  await loop.idle()
  await history.close()
  return [
    {
      what: `state: an event on disk (${Math.round(size / 1024)} KB)`,
      result: times(took.event / took.bare),
      goal: '-',
      how: `${ms(took.event)} ÷ ${ms(took.bare)} (write, fsync, rename)`,
    },
  ]
}

/** Eight streams with a week of talk: what a session in use comes to. */
function usualSession() {
  const streams = Object.fromEntries(
    Array.from({ length: 8 }, (_, index) => [`part-${index}`, { days: 3, tasks: 12 }]),
  )
  const session = sessionOf([streams])
  const notes = Array.from({ length: 150 }, (_, seq) => ({
    ...{ seq: seq + 1, at: Date.now(), about: 'part-1', tone: 'info' as const },
    text: 'batch_1: 4 tasks, commit 1a2b3c4. 7 files changed, and a sentence of the usual length about it.',
  }))
  return { ...session, notes, noteSeq: notes.length }
}

async function writeBare(path: string, bytes: Buffer): Promise<void> {
  const file = await open(`${path}.tmp`, 'w')
  await file.write(bytes)
  await file.sync()
  await file.close()
  await rename(`${path}.tmp`, path)
}
