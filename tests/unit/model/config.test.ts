import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectConfigSchema } from '../../../source/model/config.ts'

const accepts = (config: unknown) => projectConfigSchema.safeParse(config).success

test('models and ceilings may be configured in part', () => {
  expect(
    accepts({
      models: {
        agents: {
          claude: { critical: 'opus[1m]', fallback: ['sonnet'] },
          'acp: my-agent': { simple: 'openrouter/anthropic/claude-haiku-4.5' },
        },
        streams: { docs: 'simple' },
        tasks: { 'web.3': 'claude-opus-5-5' },
        stepDownAfter: 2,
      },
      budget: { day: 20, batch: 0.5 },
    }),
  ).toBe(true)
  expect(accepts({ models: {}, budget: {} })).toBe(true)
})

test.each([
  ['an option in place of a model', { models: { streams: { docs: '--dangerous' } } }],
  ['a model with a space', { models: { agents: { claude: { simple: 'a b' } } } }],
  ['a model with a line break', { models: { agents: { claude: { simple: 'a\n' } } } }],
  ['rules for what agents may do', { permissions: { allow: { run: ['**'] } } }],
  ['a level that is none', { models: { agents: { claude: { easy: 'a' } } } }],
  ['a ceiling that is none', { budget: { week: 3 } }],
  ['a ceiling of nothing', { budget: { day: 0 } }],
])('%s is refused', (_, config) => expect(accepts(config)).toBe(false))

test('the example of the page about models is a valid configuration', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/multi-model-routing.md'), 'utf8')
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? []
  expect(projectConfigSchema.safeParse(JSON.parse(example))).toMatchObject({ success: true })
})
