import { describe, expect, test } from 'vitest'
import { landedDecisions, offered } from '../../../source/engine/on-landing.ts'
import { update } from '../../../source/engine/update.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  allDone,
  blocked,
  commit,
  done,
  ended,
  judged,
  landed,
  landing,
  landingFailed,
  leftOut,
  published,
  readySession,
  requested,
  sessionAfter,
  started,
  typesOf,
} from '../../helpers/session.ts'

const last = ({ landings }: Session) => landings.at(-1)
const said = (session: Session, since: Session) =>
  session.notes.filter(({ seq }) => seq > since.noteSeq).map(({ text }) => text)

const two = allDone(readySession([{ a: {}, b: {} }, { later: {} }]), 'a', 'b')

describe('what is offered', () => {
  test('finished batches with the head the last of them left, in the order of priority', () => {
    const session = sessionAfter(
      readySession([{ short: {}, long: { days: 3 }, none: {} }]),
      ...done('short'),
      ...done('long'),
      ...done('long'),
    )
    expect(offered(session)).toEqual([
      { stream: 'long', head: session.streams.long?.head, batches: ['batch_1', 'batch_2'] },
      { stream: 'short', head: session.streams.short?.head, batches: ['batch_1'] },
    ])
  })

  test('a running batch adds nothing to what the finished ones left', () => {
    const first = sessionAfter(readySession([{ a: { days: 2 } }]), ...done('a'))
    const running = sessionAfter(first, requested('a'), started('a'))
    expect(offered(running)).toEqual(offered(first))
  })

  test('a stream that was left out is not offered again before it is mended', () => {
    const out = sessionAfter(two, ...landed('checkpoint', [leftOut('a')]))
    expect(offered(out)).toEqual([])
    const mended = sessionAfter(out, ...done('a'))
    expect(offered(mended)).toEqual([
      { stream: 'a', head: mended.streams.a?.head, batches: ['batch_1', 'batch_2'] },
    ])
  })

  test('what landed or was skipped is not offered', () => {
    expect(offered(sessionAfter(two, ...landed('checkpoint')))).toEqual([])
    const skipped = sessionAfter(readySession([{ a: {} }]), {
      type: 'batch-skipped',
      at: AT,
      stream: 'a',
      batch: 'batch_1',
      by: 'you',
    })
    expect(offered(skipped)).toEqual([])
  })
})

describe('a landing that is asked for', () => {
  test('takes down what it is about, and is composed', () => {
    const { session, effects } = update(two, landing('checkpoint'))
    expect(last(session)).toMatchObject({
      number: 1,
      kind: 'checkpoint',
      group: 0,
      state: 'composing',
      base: commit(0),
      offered: offered(two),
      members: [],
      endedAt: null,
    })
    expect(effects).toEqual([{ type: 'compose-landing', number: 1 }])
    expect(said(session, two)).toEqual(['Checkpoint 1: putting a, b together …'])
  })

  test('an update offers no stream', () => {
    const { session } = update(two, landing('update'))
    expect(last(session)?.offered).toEqual([])
    expect(said(session, two)).toEqual(['Bringing your base branch into integration …'])
  })

  test('numbers go on, whatever kind', () => {
    const session = sessionAfter(two, ...landed('update'), ...landed('checkpoint'), landing('merge'))
    expect(session.landings.map(({ number, kind }) => [number, kind])).toEqual([
      [1, 'update'],
      [2, 'checkpoint'],
      [3, 'merge'],
    ])
    expect(said(session, two)).toContain('Merge 3: putting what is there together …')
  })
})

describe('a judged landing', () => {
  test('with a commit is published, and nothing is landed before that', () => {
    const { session, effects } = advanced(two, landing('checkpoint'), judged())
    expect(effects).toEqual([
      { type: 'compose-landing', number: 1 },
      { type: 'publish-landing', number: 1 },
    ])
    expect(last(session)).toMatchObject({ state: 'judged', endedAt: null })
    expect(session.integration).toBe(commit(0))
    expect(session.streams.a?.batches[0]?.landedIn).toBeNull()
  })

  test('without one is over: it says why, and who was left out gets that as its next batch', () => {
    const session = sessionAfter(
      two,
      landing('checkpoint'),
      judged({ rejected: true, status: 'failed', leftOut: [leftOut('b', 'tests')] }),
    )
    expect(last(session)).toMatchObject({ state: 'rejected', endedAt: AT, detail: 'It does not fit.' })
    expect(session.integration).toBe(commit(0))
    expect(session.streams.b?.batches.at(-1)).toMatchObject({
      id: 'batch_2',
      kind: 'repair',
      failure: 'not ok 1 - adds',
    })
    expect(said(session, two)).toContain('Nothing landed. It does not fit.')
    expect(said(session, two)).toContain(
      '✕ b was left out: the tests fail with it (failing: adds). Its next batch is to mend that.',
    )
  })
})

describe('a published landing', () => {
  test('moves integration, marks the batches of its members, and syncs every idle workspace', () => {
    const { session, effects } = advanced(two, ...landed('checkpoint'))
    expect(session.integration).toBe(last(session)?.commit)
    expect(last(session)).toMatchObject({ state: 'published', endedAt: AT })
    for (const id of ['a', 'b']) {
      expect(session.streams[id]?.landedHead).toBe(two.streams[id]?.head)
      expect(session.streams[id]?.batches.map(({ landedIn }) => landedIn)).toEqual([1])
    }
    const synced = effects.filter(({ type }) => type === 'sync-stream')
    expect(synced).toEqual(['a', 'b', 'later'].map((stream) => ({ type: 'sync-stream', stream })))
  })

  test('says what landed and whether it was tested', () => {
    expect(said(sessionAfter(two, ...landed('checkpoint')), two)).toContain(
      '✓ checkpoint-1 green: a, b at 0000000. 3 tests passed.',
    )
    const untested = sessionAfter(two, landing('checkpoint'), judged({ status: 'untested' }), published)
    expect(said(untested, two).join()).toContain('checkpoint-1 untested: a, b')
  })

  test('gives who was left out its conflict, by name and file, and lands the others', () => {
    const session = sessionAfter(two, ...landed('checkpoint', [leftOut('b', 'conflict', ['a'])]))
    expect(session.streams.a?.batches[0]?.landedIn).toBe(1)
    expect(session.streams.b?.batches).toMatchObject([
      { id: 'batch_1', landedIn: null },
      { id: 'batch_2', kind: 'conflict', files: ['shared.js'], failure: 'shared.js conflicts with a.' },
    ])
    expect(said(session, two)).toContain(
      '⚠ b was left out: shared.js conflicts with a. Its next batch is to resolve it.',
    )
  })

  test('lands only what was offered, not what got done meanwhile', () => {
    const first = sessionAfter(readySession([{ a: { days: 2 }, b: {} }]), ...done('a'), landing('checkpoint'))
    const session = sessionAfter(first, ...done('a'), judged(), published)
    expect(session.streams.a?.batches.map(({ landedIn }) => landedIn)).toEqual([1, null])
    expect(offered(session)).toEqual([{ stream: 'a', head: session.streams.a?.head, batches: ['batch_2'] }])
  })

  test("a merge that took everybody says the plan's sentence and opens what comes next", () => {
    const session = sessionAfter(two, ...landed('merge'))
    expect(said(session, two)).toContain('All streams of Phase 0 merged. Integration testing needed.')
    expect(said(session, two).at(-1)).toBe("Found batch_1. Type 'continue'")
    const partly = sessionAfter(two, ...landed('merge', [leftOut('b')]))
    expect(said(partly, two).join()).not.toContain('Integration testing needed.')
  })

  test('keeps its tag and says its notes', () => {
    const session = sessionAfter(two, landing('checkpoint'), judged(), {
      type: 'landing-published',
      at: AT,
      number: 1,
      tag: 'br/a-plan/checkpoint-1',
      notes: ['It is checked out and was not moved.'],
    })
    expect(last(session)?.tag).toBe('br/a-plan/checkpoint-1')
    expect(said(session, two)).toContain('It is checked out and was not moved.')
  })

  test('carries the decisions that were there when it was composed', () => {
    const decide = (text: string) => ({ type: 'decision-recorded' as const, at: AT, by: 'you', text })
    const one = sessionAfter(two, decide('Tabs'))
    expect(landedDecisions(one)).toBe(0)
    const session = sessionAfter(one, landing('checkpoint'), judged(), decide('Spaces'), published)
    expect(session.decisions).toHaveLength(2)
    expect(landedDecisions(session)).toBe(1)
  })

  test('leaves a stream whose worker is at it where it is: its running batch is not landed', () => {
    const session = sessionAfter(two, landing('checkpoint'), judged({ leftOut: [leftOut('b')] }), published)
    const running = sessionAfter(session, requested('b'), started('b'))
    const more = sessionAfter(running, ended('b', 'failed'))
    expect(more.streams.b?.batches.map(({ landedIn }) => landedIn)).toEqual([null, null])
  })
})

describe('an update that does not fit', () => {
  test.each([
    ['conflict', 'it conflicts in shared.js'],
    ['tests', 'the tests fail with it (adds)'],
  ] as const)('(%s) is for the user to mend: no stream gets a batch for it', (reason, why) => {
    const session = sessionAfter(
      two,
      landing('update'),
      judged({ rejected: true, status: 'failed', leftOut: [leftOut('main', reason)] }),
    )
    expect(said(session, two)).toContain(
      `⚠ main was not taken: ${why}. Merge br/a-plan/integration into main yourself, mend it there, then type 'update' again.`,
    )
    expect(session.streams).toEqual(two.streams)
  })
})

describe('a landing that could not be done', () => {
  test('says why, and everything is as before', () => {
    const { session, effects } = advanced(two, landing('checkpoint'), landingFailed)
    expect(last(session)).toMatchObject({ state: 'failed', endedAt: AT, detail: 'The disk is full.' })
    expect(effects).toEqual([{ type: 'compose-landing', number: 1 }])
    expect(offered(session)).toEqual(offered(two))
    expect(said(session, two).at(-1)).toBe('It could not be done and nothing landed: The disk is full.')
  })
})

test('a block on a stream stays while that stream was left out', () => {
  const waiting = sessionAfter(
    allDone(readySession([{ a: {}, b: {}, c: {} }]), 'a', 'b'),
    blocked('c', 'needs b', 'b'),
  )
  const out = sessionAfter(waiting, ...landed('checkpoint', [leftOut('b')]))
  expect(out.streams.c?.block?.needs).toBe('b')
  const mended = advanced(out, ...done('b'), ...landed('checkpoint'))
  expect(mended.session.streams.c?.block).toBeNull()
  expect(typesOf(mended)).not.toContain('stream-unblocked')
})
