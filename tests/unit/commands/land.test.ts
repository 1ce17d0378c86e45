import { describe, expect, test } from 'vitest'
import { finishedSentence, landingExit } from '../../../source/commands/land.ts'
import { typeCommand } from '../../../source/commands/type-command.ts'
import type { Landing, Session } from '../../../source/model/session.ts'
import {
  AT,
  allDone,
  blocked,
  done,
  judged,
  landed,
  landing,
  landingFailed,
  later,
  leftOut,
  published,
  readySession,
  type Step,
  sessionAfter,
} from '../../helpers/session.ts'

const ready = readySession([{ a: {}, b: {} }, { c: {} }])
const both = allDone(ready, 'a', 'b')

const say = (session: Session, text: string, ...steps: Step[]) => {
  const outcome = typeCommand(session, { text, focus: null, at: AT, by: 'you', fromWorker: false })
  const now = sessionAfter(session, ...outcome.events, ...steps)
  return { events: outcome.events, answer: outcome.answer(now) }
}

describe('checkpoint', () => {
  test('needs something finished, and one at a time', () => {
    expect(say(ready, 'checkpoint').answer).toEqual({
      text: "There is nothing finished to land. Type 'continue' to start a batch, 'status' to look.",
      exit: 1,
    })
    expect(say(sessionAfter(both, landing('checkpoint')), 'checkpoint').answer).toEqual({
      text: 'One is being put together already. It says when it is done.',
      exit: 1,
    })
  })

  test('answers when it is over, not before', () => {
    expect(say(both, 'checkpoint').events).toEqual([landing('checkpoint')])
    expect(say(both, 'checkpoint').answer).toBeNull()
    expect(say(both, 'checkpoint', judged()).answer).toBeNull()
    expect(say(both, 'checkpoint', judged(), published).answer).toMatchObject({
      exit: 0,
      text: expect.stringContaining('✓ checkpoint-1 green: a, b at'),
    })
  })

  test('is 4 for a conflict, even where others landed', () => {
    const { answer } = say(
      both,
      'checkpoint',
      judged({ leftOut: [leftOut('b', 'conflict', ['a'])] }),
      published,
    )
    expect(answer).toMatchObject({ exit: 4, text: expect.stringContaining('b was left out: shared.js') })
  })

  test('is 3 for a red gate: somebody left out for it, or nothing landed', () => {
    const partly = say(both, 'checkpoint', judged({ leftOut: [leftOut('b', 'tests')] }), published)
    expect(partly.answer?.exit).toBe(3)
    const nothing = say(both, 'checkpoint', later(2000, judged({ rejected: true, status: 'failed' })))
    expect(nothing.answer).toEqual({ exit: 3, text: 'Nothing landed. It does not fit.' })
    expect(say(both, 'checkpoint', judged({ rejected: true, status: 'did-not-run' })).answer?.exit).toBe(3)
  })

  test('is 1 where it could not be done', () => {
    expect(say(both, 'checkpoint', later(2000, landingFailed)).answer).toEqual({
      exit: 1,
      text: 'It could not be done and nothing landed: The disk is full.',
    })
  })

  test('is 0 where nothing tests what landed', () => {
    expect(say(both, 'checkpoint', judged({ status: 'untested' }), published).answer?.exit).toBe(0)
  })

  test('the worse of two reasons counts', () => {
    const out = [leftOut('a', 'tests'), leftOut('b', 'conflict')]
    expect(landingExit({ leftOut: out, state: 'rejected', verdict: null } as unknown as Landing)).toBe(4)
  })
})

describe('merge', () => {
  test('refuses while a stream before the barrier is unfinished, with the list', () => {
    const session = sessionAfter(ready, ...done('a'), blocked('b', 'no key'))
    expect(say(session, 'merge').answer).toEqual({
      text: "Not yet: 1 of this phase's streams are unfinished.\n  b: blocked, no key\nType 'checkpoint' to land what is done.",
      exit: 1,
    })
  })

  test('lands the group, says the sentence, and opens what comes next', () => {
    const { answer } = say(both, 'merge', judged(), published)
    expect(answer?.exit).toBe(0)
    expect(answer?.text).toContain('All streams of Phase 0 merged. Integration testing needed.')
  })

  test('waits for a checkpoint that is under way', () => {
    expect(say(sessionAfter(both, landing('checkpoint')), 'merge').answer?.text).toBe(
      'A checkpoint is being put together. Merge when it is done.',
    )
  })

  test('goes ahead where checkpoints have landed everything', () => {
    expect(say(sessionAfter(both, ...landed('checkpoint')), 'merge').events).toHaveLength(1)
  })

  test('at the end says how to bring it home', () => {
    const end = sessionAfter(allDone(readySession([{ a: {} }]), 'a'), ...landed('merge'))
    expect(say(end, 'merge').answer).toEqual({ text: finishedSentence(end), exit: 1 })
    expect(finishedSentence(end)).toBe(
      'Everything in the plan has landed. Bring it home: git merge br/a-plan/integration',
    )
  })
})

describe('update', () => {
  test('takes the base branch in, also where nothing is finished', () => {
    expect(say(ready, 'update').events).toEqual([landing('update')])
    expect(say(ready, 'update', judged(), published).answer).toMatchObject({
      exit: 0,
      text: expect.stringContaining('✓ update-1 green: '),
    })
  })

  test('needs a base branch, and no checkpoint under way', () => {
    const detached = { ...ready, repo: { ...ready.repo, branch: null } }
    expect(say(detached, 'update').answer).toMatchObject({
      exit: 1,
      text: expect.stringContaining('detached HEAD'),
    })
    expect(say(sessionAfter(both, landing('merge')), 'update').answer?.exit).toBe(1)
  })
})
