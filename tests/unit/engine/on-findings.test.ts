import { describe, expect, it } from 'vitest'
import { suggest } from '../../../source/commands/suggest.ts'
import { batchState, currentBatch } from '../../../source/engine/batch-state.ts'
import { isAtStandstill } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import { inspectWorld } from '../../../source/host/inspect-world.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Finding } from '../../../source/model/finding.ts'
import type { Ending, Session } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  done,
  ended,
  judged,
  landing,
  leftOut,
  readySession,
  requested,
  type Step,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const found = (code = 'github-token', severity: Finding['severity'] = 'error'): Finding => ({
  ...{ check: 'secrets', code, severity, file: 'a.js', line: 1, column: 1 },
  ...{ excerpt: 'ghp_…', mend: 'Take it out.' },
})

const givenBack =
  (reason: Ending['reason'], findings = [found()]): Step =>
  (session) =>
    ({
      ...(ended('a', 'failed', { reason: reason as NonNullable<typeof reason> }) as (now: Session) => Event)(
        session,
      ),
      ...{ findings },
    }) as Event

const PLAN = [{ a: {}, b: {} }]
const begun = () => sessionAfter(readySession(PLAN), requested('a'), started('a'))
const allow = (code = 'github-token'): Event => ({
  type: 'finding-allowed',
  at: AT,
  code,
  file: 'a.js',
  by: 'you',
})
const texts = ({ notes }: Session) => notes.map(({ text }) => text).join('\n')

describe('work that a check gives back', () => {
  it('is tried again, told everything that was found', () => {
    const session = sessionAfter(begun(), givenBack('findings'))
    const batch = session.streams.a?.batches[0]
    expect(batch?.failure).toContain('a.js:1:1: error secrets/github-token: ghp_…\n    Take it out.')
    expect(batch?.attempts).toHaveLength(2)
    expect(batch?.attempts[0]?.findings).toEqual([found()])
    expect(texts(session)).toContain('a.js:1:1: error secrets/github-token')
  })

  it('is not tried again for what more work cannot take out: a person is told the way', () => {
    const session = sessionAfter(begun(), givenBack('history'))
    expect(session.streams.a?.batches[0]?.attempts).toHaveLength(1)
    expect(texts(session)).toContain("'rewrite a'")
  })

  it('says no more lines than a pane can hold', () => {
    const many = Array.from({ length: 30 }, (_, index) => found(`code-${index}`))
    const session = sessionAfter(begun(), givenBack('history', many))
    expect(texts(session)).toContain("… and 20 more. Type 'scan a'")
    expect(texts(session)).not.toContain('code-10')
  })

  it('is judged again when a person lets it stay, or wants its commits made anew', () => {
    const session = sessionAfter(begun(), givenBack('history'))
    const batch = session.streams.a?.batches[0]
    const address = { stream: 'a', batch: batch?.id as string, run: batch?.attempts[0]?.run as string }
    const let_ = advanced(session, allow())
    expect(let_.effects).toContainEqual({ type: 'judge-attempt', ...address, rewrite: false })
    expect(let_.session.allowed).toEqual([{ code: 'github-token', file: 'a.js', by: 'you', at: AT }])
    const anew = advanced(session, { type: 'rewrite-asked', at: AT, ...address, by: 'you' })
    expect(anew.effects).toContainEqual({ type: 'judge-attempt', ...address, rewrite: true })
  })
})

describe('a stream that a check leaves out of a checkpoint', () => {
  const out = {
    ...leftOut('a'),
    reason: 'checks' as const,
    files: [],
    log: 'It says why.\nmore',
    findings: [found()],
  }
  const left = () =>
    sessionAfter(
      readySession(PLAN),
      ...done('a'),
      ...done('b'),
      landing('checkpoint'),
      judged({ leftOut: [out] }),
      (so) => ({
        ...{
          type: 'landing-published',
          at: AT,
          number: so.landings.at(-1)?.number ?? 0,
          tag: null,
          notes: [],
        },
      }),
    )

  it('gets what was found as its next batch', () => {
    const session = left()
    expect(session.streams.a && currentBatch(session.streams.a)).toMatchObject({
      kind: 'repair',
      failure: 'It says why.\nmore',
      findings: [found()],
    })
    expect(texts(session)).toContain('✕ a was left out: it does not pass the checks. It says why.')
  })

  it('needs no repair any more once a person lets all of it stay', () => {
    const session = sessionAfter(left(), allow())
    expect(session.streams.a?.batches.map(batchState)).toEqual(['finished', 'skipped'])
    const other = sessionAfter(left(), allow('other-code'))
    expect(other.streams.a?.batches.map(batchState)).toEqual(['finished', 'open'])
  })
})

it('what is in the history alone is rewritten, not tried again', () => {
  const session = sessionAfter(begun(), givenBack('history'))
  expect(streamStatus(session, 'a')).toMatchObject({ name: 'failed', next: 'rewrite a' })
  expect(suggest(session, 'a')).toBe('rewrite a')
})

describe('a new judgement that a person asked for', () => {
  const waiting = () => sessionAfter(begun(), givenBack('history'))
  const judgements = (session: Session) =>
    inspectWorld(session).filter(({ type }) => type === 'judge-attempt')

  it('is begun again by the next host until it has ended, and is nobody’s standstill', () => {
    expect(judgements(waiting())).toEqual([])
    const asked = sessionAfter(waiting(), allow())
    expect(judgements(asked)).toEqual([expect.objectContaining({ stream: 'a', rewrite: false })])
    expect(isAtStandstill(asked)).toBe(false)
    const batch = asked.streams.a?.batches[0]
    const address = { stream: 'a', batch: batch?.id as string, run: batch?.attempts[0]?.run as string }
    const passed: Event = {
      ...{ type: 'attempt-ended', at: AT, ...address, head: null, files: [], notes: [], needs: null },
      ending: { kind: 'done', exit: 0, signal: null, detail: '' },
    }
    expect(judgements(sessionAfter(asked, passed))).toEqual([])
    const failed: Event = { type: 'attempt-not-judged', at: AT, ...address, detail: 'git is gone.' }
    expect(judgements(sessionAfter(asked, failed))).toEqual([])
  })

  it('lets auto ask again for a landing that was rejected for it, once', () => {
    const out = { ...leftOut('a'), reason: 'checks' as const, files: [], log: 'x', findings: [found()] }
    const rejected = sessionAfter(
      readySession([{ a: {} }], { auto: 'on' }),
      started('a'),
      ended('a', 'done'),
      judged({ rejected: true, leftOut: [out] }),
      ended('a', 'cancelled'),
    )
    expect(rejected.landings.map(({ state }) => state)).toEqual(['rejected'])
    const other = advanced(rejected, allow('other-code'))
    expect(other.session.landings).toHaveLength(1)
    const again = sessionAfter(rejected, allow())
    expect(again.landings.map(({ state }) => state)).toEqual(['rejected', 'composing'])
    const inVain = sessionAfter(again, judged({ rejected: true }))
    expect(inVain.landings).toHaveLength(2)
  })
})
