import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Event } from '../../../source/model/event.ts'
import { openDialogue } from '../../../source/runtime/transcript/dialogue.ts'
import type { Transcript } from '../../../source/runtime/transcript/transcript.ts'
import { openTranscripts } from '../../../source/runtime/transcript/transcripts.ts'
import { freshPath } from '../../helpers/repo.ts'
import { AT, readySession, sessionAfter } from '../../helpers/session.ts'
import { linesOf } from './transcript-rig.ts'

const said = (text: string, at: number): Event => ({
  type: 'noticed',
  at,
  about: 'alpha',
  text,
  tone: 'info',
})
const begun = () => readySession([{ alpha: {}, beta: {} }])

/** Hosts of one session, one after the other. */
function hosts(path = freshPath('dialogue.json')) {
  let time = AT
  const open = () => {
    const dialogue = openDialogue(path)
    const transcripts = openTranscripts({ logOf: () => '', now: () => ++time, onChange: () => {}, dialogue })
    return { ...transcripts, lines: (pane: string) => linesOf((transcripts.of(pane) as Transcript).parts) }
  }
  return { open, path }
}

test('what was typed and answered is there for the next host, in its place among the notes', () => {
  const { open, path } = hosts()
  const session = begun()
  const first = open()
  first.heard(session)
  first.typed('alpha', 'status')('All is well.')
  first.typed('beta', 'nobody answered this')
  const later = sessionAfter(session, said('said later', AT + 50))
  first.heard(later)
  const next = open()
  next.heard(later)
  for (const pane of ['alpha', 'beta']) expect(next.lines(pane)).toEqual(first.lines(pane))
  expect(next.lines('alpha').join('\n')).toMatch(/status.*All is well\..*said later/s)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('another session begins with nothing, and so does a file that is not one of ours', () => {
  const { open, path } = hosts()
  const first = open()
  first.heard(begun())
  first.typed('alpha', 'of the old one')
  const other = open()
  other.heard({ ...begun(), id: 'another' })
  expect(other.lines('alpha').join('\n')).not.toContain('of the old one')
  writeFileSync(path, '{"session": 3')
  const after = open()
  after.heard(begun())
  expect(after.lines('alpha').join('\n')).not.toContain('of the old one')
})

test('the file does not grow for ever', () => {
  const { open, path } = hosts()
  const host = open()
  host.heard(begun())
  for (let index = 0; index < 320; index++) host.typed('alpha', `decide number ${index}`)
  expect((JSON.parse(readFileSync(path, 'utf8')) as { said: unknown[] }).said).toHaveLength(300)
})
