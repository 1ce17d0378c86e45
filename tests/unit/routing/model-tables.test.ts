import { expect, test } from 'vitest'
import { LEVELS } from '../../../source/model/routing.ts'
import {
  agentsWithModels,
  defaultModel,
  mergeModels,
  modelAt,
  modelsFrom,
  tableOf,
} from '../../../source/routing/model-tables.ts'
import { ratesOf } from '../../../source/routing/price.ts'

const AT = Date.UTC(2026, 10, 22)

test('every default has a price, and a higher level is no cheaper', () => {
  for (const agent of agentsWithModels({})) {
    const prices = LEVELS.map((level) => ratesOf(modelAt(tableOf(agent, {}), level) ?? '', AT)?.out)
    expect(prices).not.toContain(undefined)
    expect(prices).toEqual(prices.toSorted((a = 0, b = 0) => a - b))
  }
})

test('the config changes single levels and adds agents', () => {
  const config = { agents: { claude: { complex: 'mine' }, tool: { simple: 't' } } }
  expect(tableOf('claude', config)).toEqual({ ...tableOf('claude', {}), complex: 'mine' })
  expect(agentsWithModels(config)).toEqual([...agentsWithModels({}), 'tool'])
})

test('a level without a model takes the next stronger one, else the next weaker', () => {
  expect(modelAt({ simple: 's', critical: 'x' }, 'moderate')).toBe('x')
  expect(modelAt({ simple: 's', moderate: 'm' }, 'critical')).toBe('m')
  expect(modelAt({}, 'simple')).toBeNull()
})

test('models are tried upwards first and each once', () => {
  expect(modelsFrom({ simple: 's', moderate: 'm', complex: 'c', critical: 'c' }, 'complex')).toEqual([
    'c',
    'm',
    's',
  ])
})

test('savings are told against the configured default, else against the model of moderate work', () => {
  expect(defaultModel('tool', { agents: { tool: { moderate: 'm', default: 'd' } } })).toBe('d')
  expect(defaultModel('tool', { agents: { tool: { moderate: 'm' } } })).toBe('m')
  expect(defaultModel('tool', {})).toBeNull()
})

test("the repository's word wins over the person's, entry by entry", () => {
  const merged = mergeModels(
    { agents: { tool: { simple: 'repo' } }, streams: { a: 'repo' }, stepDownAfter: 4 },
    {
      agents: { tool: { simple: 'me', complex: 'me' }, other: { simple: 'me' } },
      streams: { a: 'me', b: 'me' },
      tasks: { 'a.1': 'me' },
      stepDownAfter: 9,
    },
  )
  expect(tableOf('tool', merged)).toEqual({ simple: 'repo', complex: 'me' })
  expect(tableOf('other', merged)).toEqual({ simple: 'me' })
  expect(merged).toMatchObject({ streams: { a: 'repo', b: 'me' }, tasks: { 'a.1': 'me' }, stepDownAfter: 4 })
})
