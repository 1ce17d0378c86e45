import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import type { Event } from '../../../source/model/event.ts'
import type { Session } from '../../../source/model/session.ts'
import { frameOf } from '../../../source/runtime/transcript/frame.ts'
import type { Transcript } from '../../../source/runtime/transcript/transcript.ts'
import { openTranscripts } from '../../../source/runtime/transcript/transcripts.ts'
import { freshPath } from '../../helpers/repo.ts'
import {
  AT,
  ended,
  later,
  noticed,
  readySession,
  requested,
  runOf,
  sessionAfter,
  started,
} from '../../helpers/session.ts'
import { linesOf } from './transcript-rig.ts'

/** The logs of a session's runs, and transcripts as a host opens them. */
function openLogs() {
  const folder = freshPath('runs')
  mkdirSync(folder)
  const logOf = (run: string) => `${folder}/${run}.log`
  const open = (now: () => number = () => AT) => {
    const changed: string[] = []
    const transcripts = openTranscripts({ logOf, now, onChange: (pane) => changed.push(pane) })
    return { ...transcripts, changed, pane: (name: string) => transcripts.of(name) as Transcript }
  }
  const print = (run: string, text: string) => {
    mkdirSync(dirname(logOf(run)), { recursive: true })
    appendFileSync(logOf(run), text)
  }
  return { open, print, logOf }
}

const said = (text: string, at: number): Event => ({
  type: 'noticed',
  at,
  about: 'alpha',
  text,
  tone: 'info',
})
const begun = () => readySession([{ alpha: {}, beta: {} }])
/** The stream's batch is under way since then. */
const running = (session: Session, stream: string, at = AT) =>
  sessionAfter(session, later(at, requested(stream)), later(at, started(stream)))
const end = (text: string) => ({ offset: Buffer.byteLength(text), lines: text.split('\n').length - 1 })

test('notes go to the pane they are about, each once, and only what changed is told', () => {
  const { open } = openLogs()
  const session = begun()
  const { heard, pane, changed } = open()
  heard(session)
  expect(changed).toEqual(['orchestrator', 'alpha', 'beta'])
  const before = linesOf(pane('orchestrator').parts)
  changed.length = 0
  const next = sessionAfter(session, noticed('hello'))
  heard(next)
  heard(next)
  expect(linesOf(pane('orchestrator').parts)).toEqual([...before, 'hello'])
  expect(changed).toEqual(['orchestrator'])
})

test('another session begins anew', () => {
  const { open } = openLogs()
  const { heard, pane, typed, of } = open()
  heard(begun())
  typed('alpha', 'status')('fine')
  const next = { ...readySession([{ gamma: {} }]), id: 'two' }
  heard(next)
  expect(of('alpha')).toBe(null)
  const said = next.notes.filter(({ about }) => about === 'gamma').map(({ text }) => text)
  expect(linesOf(pane('gamma').parts)).toEqual(said)
})

test('what a worker tells of is in its pane at once', () => {
  const { open, print } = openLogs()
  const session = running(begun(), 'alpha')
  const { run } = runOf(session, 'alpha')
  const { heard, grew, pane, changed } = open()
  heard(session)
  print(run, 'one\ntwo\n')
  changed.length = 0
  expect(grew('alpha', run, end('one\n')).from).toBe(0)
  expect(linesOf(pane('alpha').parts).at(-1)).toBe('one')
  expect(grew('alpha', run, end('one\ntwo\n')).from).toBe(4)
  expect(linesOf(pane('alpha').parts).slice(-2)).toEqual(['one', 'two'])
  grew('alpha', run, end('one\ntwo\n'))
  expect(changed).toEqual(['alpha', 'alpha'])
})

test('a host that comes later finds notes and logs in order of time, and every line where it was', () => {
  const { open, print } = openLogs()
  let time = AT + 100
  const first = open(() => time)
  let session = running(begun(), 'alpha', AT + 50)
  const { run } = runOf(session, 'alpha')
  first.heard(session)
  print(run, 'one\ntwo\n')
  first.grew('alpha', run, end('one\ntwo\n'))
  time += 100
  session = sessionAfter(session, said('half way', time))
  first.heard(session)
  print(run, 'three\n')
  first.grew('alpha', run, end('one\ntwo\nthree\n'))
  const anchor = frameOf(first.pane('alpha').parts, { columns: 80, rows: 1, anchor: null }).anchors[0]
  expect(anchor).toEqual({ part: `${run}@8`, line: 8, row: 0 })

  const second = open(() => time)
  second.heard(session)
  print(run, 'four\n')
  expect(second.grew('alpha', run, end('one\ntwo\nthree\nfour\n')).from).toBe(14)
  const lines = linesOf(second.pane('alpha').parts)
  expect(lines.slice(lines.indexOf('one'))).toEqual(['one', 'two', 'three', 'half way', 'four'])
  const frame = frameOf(second.pane('alpha').parts, { columns: 80, rows: 2, anchor: anchor ?? null })
  expect(frame.rows.map(({ text }) => text)).toEqual(['three', 'half way'])
})

test('after the end of a run its log stands before what was said of the end', () => {
  const { open, print, logOf } = openLogs()
  let session = running(begun(), 'alpha', AT + 50)
  const { run } = runOf(session, 'alpha')
  print(run, 'work\n')
  session = sessionAfter(session, later(AT + 90, ended('alpha', 'failed', { detail: 'exit 1' })))
  const { heard, pane } = open()
  heard(session)
  const lines = linesOf(pane('alpha').parts)
  expect(lines[lines.indexOf('work') + 1]).toContain('exit 1')

  rmSync(logOf(run))
  const nextHost = open()
  nextHost.heard(session)
  expect(linesOf(nextHost.pane('alpha').parts)).toContain('What it printed is gone: the log was deleted.')
})

test('an empty log says nothing, and what comes into it later stands behind what was said before', () => {
  const { open, print, logOf } = openLogs()
  const session = running(begun(), 'alpha', AT + 50)
  const { run } = runOf(session, 'alpha')
  writeFileSync(logOf(run), '')
  const { heard, grew, pane } = open(() => AT + 200)
  heard(sessionAfter(session, said('it thinks', AT + 100)))
  expect(linesOf(pane('alpha').parts).at(-1)).toBe('it thinks')
  print(run, 'at last\n')
  grew('alpha', run, end('at last\n'))
  expect(linesOf(pane('alpha').parts).slice(-2)).toEqual(['it thinks', 'at last'])
})
