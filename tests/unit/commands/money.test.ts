import { describe, expect, test } from 'vitest'
import { typeCommand } from '../../../source/commands/type-command.ts'
import type { Settings } from '../../../source/model/config.ts'
import { AT, readySession } from '../../helpers/session.ts'

const type = (
  text: string,
  { focus = null as string | null, ...settings }: Partial<Settings> & { focus?: string | null } = {},
) => {
  const session = readySession([{ a: {}, b: {} }], { agent: 'claude', ...settings })
  const outcome = typeCommand(session, { text, focus, at: AT, by: 'you', fromWorker: false })
  return { events: outcome.events, said: outcome.answer(session), query: outcome.query }
}
const asked = (model: string | null) => [{ type: 'model-asked', at: AT, stream: 'a', model, by: 'you' }]

describe('model', () => {
  test.each([
    ['model a opus', 'claude-opus-5-5'],
    ['model a claude-opus-5-5', 'claude-opus-5-5'],
    ['Model a Complex', 'complex'],
    ['@a model haiku', 'claude-haiku-4-5'],
    ['model a vendor/Some-Model[1m]', 'vendor/Some-Model[1m]'],
    ['model a auto', null],
  ])('%s', (text, model) => {
    expect(type(text).events).toEqual(asked(model))
  })

  test('goes to the stream in focus', () => {
    expect(type('model opus', { focus: 'a' }).events).toEqual(asked('claude-opus-5-5'))
  })

  test('a word that could be several, or is none, changes nothing and says what there is', () => {
    const models = { agents: { claude: { complex: 'claude-opus-6' } } }
    expect(type('model a opus', { models }).events).toEqual(asked('claude-opus-6'))
    const several = type('model a claude')
    expect(several.events).toEqual([])
    expect(several.said?.text).toContain('claude-haiku-4-5 or claude-sonnet-5')
    const none = type('model a gpt')
    expect(none.events).toEqual([])
    expect(none.said).toMatchObject({ exit: 1, text: expect.stringContaining('claude-opus-5-5') })
  })

  test('nothing that could be an option or a second argument is a model', () => {
    for (const text of ['model a --dangerous', 'model a x y-z', 'model a ../x;ls'])
      expect(type(text, { agent: 'cmd: work' }).events, text).toEqual([])
  })

  test('alone it tells', () => {
    expect(type('model a')).toMatchObject({ events: [], said: { text: 'a, claude: chosen by complexity.' } })
  })
})

describe('budget', () => {
  test('sets a ceiling, or takes it away', () => {
    expect(type('budget batch $2.50').events).toMatchObject([
      { type: 'budget-set', ceiling: 'batch', usd: 2.5 },
    ])
    expect(type('Budget day none').events).toMatchObject([{ type: 'budget-set', ceiling: 'day', usd: null }])
  })

  test('alone it tells them', () => {
    expect(type('budget', { budget: { day: 40, batch: 2 } }).said?.text).toBe(
      'Ceilings: batch $2.00, day $40.00.',
    )
    expect(type('budget').said?.text).toContain('No ceiling is set')
  })

  test.each([
    'budget 5',
    'budget batch 0',
    'budget batch -1',
    'budget week 5',
    'budget day 1e9',
    'budget day lots',
  ])('%s changes nothing', (text) => {
    expect(type(text)).toMatchObject({ events: [], said: { exit: 1 } })
  })
})

test('costs are looked up, by stream unless it is said otherwise', () => {
  expect(type('costs').query).toEqual({ kind: 'costs', by: 'stream' })
  expect(type('costs day').query).toEqual({ kind: 'costs', by: 'day' })
  expect(type('costs week').said?.exit).toBe(1)
})
