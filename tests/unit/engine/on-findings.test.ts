import { describe, expect, it } from 'vitest'
import { sensible, suggest } from '../../../source/commands/suggest.ts'
import { batchState, currentBatch } from '../../../source/engine/batch-state.ts'
import { nextEvent } from '../../../source/engine/next-event.ts'
import { offered } from '../../../source/engine/on-landing.ts'
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
const auto: Event = { type: 'auto-switched', at: AT, to: 'on', by: 'you' }
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

describe('a stream that is left out for what is in its commits alone', () => {
  const HISTORY = 'what was taken out again is still in its commits: github-token in a.js'
  const out = { ...leftOut('a', 'checks'), log: HISTORY, findings: [found()], isHistory: true }
  const left = (...before: Step[]) =>
    sessionAfter(
      readySession([{ a: { days: 2 } }]),
      ...done('a'),
      ...before,
      landing('checkpoint'),
      judged({ leftOut: [out], rejected: true }),
    )
  const addressOf = (session: Session) => {
    const batch = session.streams.a?.batches[0]
    return { stream: 'a', batch: batch?.id as string, run: batch?.attempts[0]?.run as string }
  }

  it('gets no batch that could not mend it: its last work waits for the same answer as one given back', () => {
    const session = left()
    expect(session.streams.a?.batches[0]).toMatchObject({ kind: 'tasks', id: 'batch_1' })
    expect(streamStatus(session, 'a')).toMatchObject({ name: 'failed', next: 'rewrite a' })
    expect(sensible(session, null)).toContain('rewrite a')
    expect(texts(session)).toContain(`batch_1 does not pass any more: ${HISTORY}.`)
    expect(offered(session)).toEqual([])
    expect(isAtStandstill(sessionAfter(session, auto))).toBe(true)
  })

  it('is offered again when its work has passed, was tried again, or was let stay', () => {
    const session = sessionAfter(left(), allow())
    expect(session.landings.at(-1)?.answered).toBe(true)
    const passed = sessionAfter(session, {
      ...{ type: 'attempt-ended', at: AT, ...addressOf(session), head: 'c'.repeat(40) },
      ...{ files: [], notes: [], needs: null },
      ending: { kind: 'done', exit: 0, signal: null, detail: '' },
    })
    expect(offered(passed)).toMatchObject([{ stream: 'a', head: 'c'.repeat(40) }])
    expect(offered(sessionAfter(left(), ...done('a')))).toMatchObject([{ stream: 'a' }])
  })

  it('is asked for by itself in auto only where that is set, and once', () => {
    const session = left()
    const { settings } = session
    const set = {
      ...session,
      settings: { ...settings, checks: { ...settings.checks, rewrite: 'auto' as const } },
    }
    expect(nextEvent(set, AT)?.type).not.toBe('rewrite-asked')
    const asked = advanced(set, auto)
    expect(asked.effects).toContainEqual({ type: 'judge-attempt', ...addressOf(session), rewrite: true })
    const again = advanced(asked.session, {
      type: 'attempt-not-judged',
      at: AT,
      ...addressOf(session),
      detail: 'No.',
    })
    expect(again.effects).toEqual([])
    expect(advanced(session, auto).effects).not.toContainEqual(expect.objectContaining({ rewrite: true }))
  })

  it('is left as it is while a batch of it runs: that is judged with all before it', () => {
    const session = left(requested('a'), started('a'))
    expect(session.streams.a?.batches.map(batchState).slice(0, 2)).toEqual(['finished', 'running'])
    expect(texts(session)).toContain(`✕ a was left out: ${HISTORY}. The batch that runs will be asked about.`)
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
