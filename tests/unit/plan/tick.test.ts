import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formats } from '../../../source/plan/plan-formats.ts'
import { readPlan } from '../../../source/plan/read-plan.ts'
import { allStreams } from '../../../source/plan/stream-graph.ts'
import { tickPlan } from '../../../source/plan/tick.ts'

const planOf = (text: string) => readPlan(text, { file: 'p.md' }).plan
const idsOf = (text: string) => allStreams(planOf(text)).flatMap(({ tasks }) => tasks.map(({ id }) => id))
const tick = (was: string, now: string, done: string[]) =>
  tickPlan(now, { plan: planOf(was), done: new Set(done), file: 'p.md' })

const text = `# Shop
## Phase 1: Base (1 day)
**Files:** src/base.ts
**Tasks:**
- [ ] Write the base
- [x] Test the base
- [~] Tell of it
- Without a box
`

test('ticks the boxes of what is done, and says what has none', () => {
  const ticked = tick(text, text, idsOf(text))
  expect(ticked.text).toBe(text.replace('[ ]', '[x]').replace('[~]', '[x]'))
  expect(ticked).toMatchObject({ lines: [5, 7], already: 1, lost: [], boxless: [{ title: 'Without a box' }] })
})

test('what has not landed is left alone', () => {
  expect(tick(text, text, ['base.3']).text).toBe(text.replace('[~]', '[x]'))
  expect(tick(text, text, []).text).toBe(text)
})

describe('a plan that was changed meanwhile', () => {
  test('a task is found where it is now', () => {
    const now = text.replace('- [ ] Write', '- [ ] A new one\n- [ ] Write')
    expect(tick(text, now, ['base.1']).lines).toEqual([6])
  })

  test('a task that says something else, or is gone, keeps its box', () => {
    const now = text.replace('Write the base', 'Write the base and the roof')
    expect(tick(text, now, ['base.1'])).toMatchObject({ text: now, lines: [], lost: [{ id: 'base.1' }] })
    expect(tick(text, '# Shop\n', ['base.1'])).toMatchObject({ text: '# Shop\n', lost: [{ id: 'base.1' }] })
  })

  test('of tasks that say the same the order tells, as long as there are as many', () => {
    const twice = text.replace('Test the base', 'Write the base').replace('[x]', '[ ]')
    expect(tick(twice, twice, ['base.2']).lines).toEqual([6])
    const thrice = twice.replace('- [~]', '- [ ] Write the base\n- [~]')
    expect(tick(twice, thrice, ['base.2'])).toMatchObject({ lines: [], lost: [{ id: 'base.2' }] })
  })
})

test('boxes in code and comments, and the end of lines, are nobody of ours', () => {
  const odd = `\ufeff${text}\`\`\`\n- [ ] Write the base\n\`\`\`\n<!--\n- [ ] Write the base\n-->`.replaceAll(
    '\n',
    '\r\n',
  )
  const ticked = tick(odd, odd, ['base.1'])
  expect(ticked.text).toBe(odd.replace('[ ]', '[x]'))
})

test('whatever the plan, nothing but what stands in boxes is another afterwards', () => {
  const line = fc.constantFrom(
    ...[
      '## Phase 1: One (1 day)',
      '### Stream A: Two',
      '### Stream B: Three',
      '**Tasks:**',
      '```',
      '<!--',
      '-->',
    ],
    ...[
      '- [ ] a',
      '* [x] b',
      '1. [-] c',
      '  - [ ] d',
      '+ [~]* e 日本',
      '- [] f',
      '\t- [ ] g',
      '- h',
      '',
      '> - [ ] i',
    ],
  )
  const end = fc.constantFrom('\n', '\r\n', '\r')
  fc.assert(
    fc.property(
      fc.array(fc.tuple(line, end), { maxLength: 40 }),
      fc.constantFrom('', '\ufeff'),
      fc.boolean(),
      fc.array(fc.nat(40)),
      (lines, mark, isOpen, picks) => {
        const whole = mark + lines.map(([written, ending]) => written + ending).join('')
        const written = isOpen ? whole.replace(/[\r\n]+$/, '') : whole
        const ids = idsOf(written)
        const done = picks.flatMap((pick) => ids[pick] ?? [])
        const ticked = tick(written, written, done)
        const blank = (of: string) => of.replace(/\[(?:[^\]\r\n])?\]/gu, '[]')
        expect(blank(ticked.text)).toBe(blank(written))
        expect(ticked.lost).toEqual([])
        const states = new Map(
          allStreams(planOf(ticked.text)).flatMap(({ tasks }) => tasks.map((task) => [task.id, task.state])),
        )
        const boxless = new Set(ticked.boxless.map(({ id }) => id))
        for (const id of done) if (!boxless.has(id)) expect(states.get(id)).toBe('done')
        expect(tick(ticked.text, ticked.text, done)).toMatchObject({ text: ticked.text, lines: [] })
      },
    ),
    { numRuns: 300 },
  )
})

test.each(
  formats.flatMap(({ name, example }) => (example.file.endsWith('.md') ? [{ name, ...example }] : [])),
)('$name: every task of its example that has a box gets its tick', ({ text: whole, file }) => {
  const { plan } = readPlan(whole, { file })
  const tasks = allStreams(plan).flatMap((stream) => stream.tasks)
  const ticked = tickPlan(whole, { plan, done: new Set(tasks.map(({ id }) => id)), file })
  const boxless = new Set(ticked.boxless.map(({ id }) => id))
  expect(ticked.lost).toEqual([])
  expect(ticked.text.replace(/\[x\]/g, '[ ]')).toBe(
    whole.replace(/(?<=^[ \t]*(?:[-*+]|\d+\.) )\[.\]/gm, '[ ]'),
  )
  const now = allStreams(readPlan(ticked.text, { file }).plan).flatMap((stream) => stream.tasks)
  expect(now.filter(({ state }) => state !== 'done').map(({ id }) => id)).toEqual(
    tasks.flatMap(({ id }) => (boxless.has(id) ? [id] : [])),
  )
})
