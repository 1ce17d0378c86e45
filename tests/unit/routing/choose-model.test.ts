import { expect, test } from 'vitest'
import type { ModelsConfig } from '../../../source/model/routing.ts'
import { chooseModel, type ModelRequest } from '../../../source/routing/choose-model.ts'

const config: ModelsConfig = {
  agents: { tool: { simple: 's', moderate: 'm', complex: 'c', critical: 'x' } },
}
const choose = (changes: Partial<ModelRequest> = {}) =>
  chooseModel({ agent: 'tool', config, estimated: 'moderate', ...changes })
const failed = { estimated: 'moderate', outcome: 'failed' } as const

test('the level decides, and the reason is told', () => {
  expect(choose()).toEqual({ kind: 'model', model: 'm', level: 'moderate', why: ['the work looks moderate'] })
})

test('a failed try is repeated one level higher', () => {
  expect(choose({ tried: [failed] })).toMatchObject({
    model: 'c',
    level: 'complex',
    why: ['the work looks moderate', '1 level up after failures'],
  })
})

test('how soon it steps down is configured', () => {
  const tried = [{ estimated: 'moderate', outcome: 'passed' } as const]
  expect(choose({ tried })).toMatchObject({ model: 'm' })
  expect(choose({ tried, config: { ...config, stepDownAfter: 1 } })).toMatchObject({
    model: 's',
    why: ['the work looks moderate', '1 level down after successes'],
  })
})

const wishes = { ...config, streams: { web: 'for-web' }, tasks: { 'web.2': 'for-task' } }

test('what was typed wins over the task, the task over the stream, the stream over the level', () => {
  const of = { config: wishes, stream: 'web', tasks: ['web.1', 'web.2'] }
  expect(choose({ ...of, asked: 'typed' })).toMatchObject({ model: 'typed', why: ['typed was asked for'] })
  expect(choose(of)).toMatchObject({ model: 'for-task', why: ['the config names for-task for web.2'] })
  expect(choose({ ...of, tasks: ['web.1'] })).toMatchObject({ model: 'for-web' })
  expect(choose({ ...of, stream: 'docs', tasks: [] })).toMatchObject({ model: 'm' })
})

test('a model that a person named is kept after failures; a level they named still goes up', () => {
  expect(choose({ asked: 'mine', tried: [failed, failed] })).toMatchObject({ model: 'mine' })
  expect(choose({ asked: 'simple' })).toMatchObject({ model: 's', level: 'simple' })
  expect(choose({ asked: 'simple', tried: [failed] })).toMatchObject({ model: 'm', level: 'moderate' })
})

test('names of streams are only names', () => {
  expect(choose({ config: wishes, stream: 'constructor', tasks: ['toString'] })).toMatchObject({ model: 'm' })
  expect(choose({ agent: 'constructor' }).kind).toBe('own')
})

test('an unavailable model is replaced by a stronger one, then by a weaker one', () => {
  expect(choose({ unavailable: ['m'] })).toMatchObject({
    model: 'c',
    why: ['the work looks moderate', 'm is not available'],
  })
  expect(choose({ unavailable: ['m', 'c', 'x'] })).toMatchObject({ model: 's' })
})

test('the fallback list comes before that, also for a model that a person named', () => {
  const listed = { agents: { tool: { ...config.agents?.tool, fallback: ['f', 'g'] } } }
  expect(choose({ config: listed, unavailable: ['m', 'f'] })).toMatchObject({ model: 'g' })
  expect(choose({ config: listed, asked: 'mine', unavailable: ['mine'] })).toMatchObject({ model: 'f' })
})

test('when nothing is available it says so and names what it looked for', () => {
  expect(choose({ unavailable: ['s', 'm', 'c', 'x'] })).toMatchObject({
    kind: 'none',
    unavailable: ['m', 'c', 'x', 's'],
  })
})

test('an agent without models chooses for itself, unless a person names one', () => {
  expect(choose({ agent: 'cmd: make' })).toEqual({
    kind: 'own',
    level: 'moderate',
    why: ['the work looks moderate', "no models are known for 'cmd: make'"],
  })
  expect(choose({ agent: 'cmd: make', asked: 'mine' })).toMatchObject({ kind: 'model', model: 'mine' })
})
