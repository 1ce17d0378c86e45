import { describe, expect, test } from 'vitest'
import { factsAbout } from '../../../source/engine/facts-about.ts'
import { done, landed, readySession, sessionAfter } from '../../helpers/session.ts'

const session = sessionAfter(
  readySession([{ core: { days: 2 }, api: { after: ['core'] } }], { contracts: ['core.js', 'types.ts'] }),
  ...done('core'),
)

describe('what the session knows about a question', () => {
  test.each([
    [
      'How far is api?',
      ['api (api) is blocked: waits for core. Its work has not landed. It depends on core.'],
    ],
    ['is core.1 there', ['core.1 (Task 1) is finished and lands with the next checkpoint.']],
    [
      'who makes `core.js`?',
      ['core.js is declared by core, which has not landed. It is a contract between streams.'],
    ],
    ['types.ts', ['types.ts is declared by no stream. It is a contract between streams.']],
    ['what are the contracts', ['Contracts: core.js, types.ts.']],
    ['may I use tabs', []],
    ['the score?', []],
  ])('%j', (question, facts) => {
    expect(factsAbout(session, question)).toEqual(facts)
  })

  test('is of every stream when none is named', () => {
    expect(factsAbout(session, 'What is the status?')).toHaveLength(2)
  })

  test('follows what lands', () => {
    expect(factsAbout(sessionAfter(session, ...landed('checkpoint')), 'core.1?')).toEqual([
      'core.1 (Task 1) has landed.',
    ])
  })
})
