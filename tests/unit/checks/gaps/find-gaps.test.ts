import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EnvFacts, findEnvFiles } from '../../../../source/checks/gaps/env-files.ts'
import { findGaps } from '../../../../source/checks/gaps/find-gaps.ts'
import type { Evidence, PlanAt } from '../../../../source/checks/gaps/gap.ts'
import { countUntold } from '../../../../source/checks/gaps/unproven-ticks.ts'
import { findingSchema } from '../../../../source/model/finding.ts'
import { treeOf } from '../../../../source/plan/match-files.ts'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const NO_ENV: EnvFacts = { tracked: [], history: [], loose: [], isIgnored: true }

const planAt = (body: string, file = 'PLAN.md'): PlanAt => {
  const text = `# A plan\n\n### Phase 1: All (PARALLEL)\n\n#### Stream A: Orders (1 day)\n${body}`
  return { file, text, plan: readPlan(text, { file }).plan }
}

const evidence = (files: Record<string, string>): Evidence => ({
  tree: treeOf(Object.keys(files)),
  contents: new Map(Object.entries(files).map(([path, text]) => [path, { size: text.length, text }])),
})

const found = (plan: PlanAt, files: Record<string, string>): string[] =>
  findGaps([plan], evidence(files), NO_ENV).map(({ severity, code, line }) => `${line} ${severity} ${code}`)

const FILES = '**Files:**\n- `src/orders.ts`\n- `tests/orders.test.ts`\n\n**Work:**\n'

describe('a ticked task', () => {
  it('needs the files it names', () => {
    const plan = planAt('**Work:**\n- [x] Save orders in `src/save.ts` and `src/load.ts`\n')
    expect(found(plan, {})).toEqual(['7 error tick-without-file'])
    expect(found(plan, { 'src/save.ts': 'x' })).toEqual(['7 error tick-without-file'])
    expect(found(plan, { 'src/save.ts': 'x', 'src/load.ts': ' \n' })).toEqual([
      '7 error tick-with-empty-file',
    ])
    expect(found(plan, { 'src/save.ts': 'x', 'src/load.ts': 'x' })).toEqual([])
  })

  it('without files needs one of its stream', () => {
    const plan = planAt(`${FILES}- [x] Save\n- [ ] Load\n`)
    expect(found(plan, {})).toEqual([
      '11 error tick-without-evidence',
      '5 info file-missing',
      '5 info test-missing',
    ])
    expect(found(plan, { 'src/orders.ts': 'x' })).toEqual(['5 info test-missing'])
  })

  it('that says only "Tests" needs one of the tests', () => {
    const plan = planAt(`${FILES}- [ ] Save\n- [x] Unit tests\n`)
    expect(found(plan, { 'src/orders.ts': 'x' })).toEqual([
      '12 error tick-without-evidence',
      '5 info test-missing',
    ])
    expect(found(plan, { 'src/orders.ts': 'x', 'tests/orders.test.ts': 'x' })).toEqual([])
  })

  it('that takes a file away is done when it is gone', () => {
    expect(found(planAt('**Work:**\n- [x] Remove `src/old.ts`\n'), {})).toEqual([])
  })

  it('of a stream without files cannot be judged, and is counted', () => {
    const plan = planAt('**Work:**\n- [x] Talk to everybody\n- [ ] Rest\n')
    expect(found(plan, {})).toEqual([])
    expect(countUntold(plan)).toBe(1)
  })
})

describe('a declared file that is missing', () => {
  it('is to be expected while the stream is at work', () => {
    expect(found(planAt(`${FILES}- [ ] Save\n`), {})).toEqual(['5 info file-missing', '5 info test-missing'])
  })

  it('was forgotten when the stream says that it is done', () => {
    const plan = planAt(`${FILES}- [x] Save\n`)
    expect(found(plan, { 'src/orders.ts': 'x' })).toEqual(['5 warning test-missing'])
    expect(found(plan, { 'src/orders.ts': '', 'tests/orders.test.ts': 'x' })).toEqual([
      '5 warning file-empty',
    ])
  })

  it('is no gap when it is a folder with something in it, a pattern that fits, or outside', () => {
    const plan = planAt('**Files:**\n- `src/`\n- `lib/*.ts`\n\n**Work:**\n- [x] Save\n')
    expect(found(plan, { 'src/a.ts': 'x', 'lib/b.ts': 'x' })).toEqual([])
  })

  it('may be empty where that is its purpose', () => {
    const plan = planAt('**Files:**\n- `core/__init__.py`\n\n**Work:**\n- [x] Begin\n')
    expect(found(plan, { 'core/__init__.py': '' })).toEqual([])
  })

  it('of the kind of a document is told as one', () => {
    expect(found(planAt('**Files:**\n- `docs/ORDERS.md`\n\n**Work:**\n- [ ] Write\n'), {})).toEqual([
      '5 info doc-missing',
    ])
  })
})

it('documents that only the text names are told once', () => {
  const plan = planAt(
    '**Work:**\n- [ ] Save\n\nSee `docs/HOW.md`, `../shared/x.md` and `README.md`.\n\nAgain `docs/HOW.md`.\n',
  )
  expect(found(plan, { 'README.md': 'x' })).toEqual(['9 info doc-missing'])
})

describe('files that are secret by their names', () => {
  const at = (facts: Partial<EnvFacts>) =>
    findEnvFiles({ ...NO_ENV, ...facts }).map(({ severity, code, file }) => `${severity} ${code} ${file}`)

  it('are errors when they are committed, now or once', () => {
    expect(at({ tracked: ['.env', 'api/.env.local', 'id_rsa'] })).toEqual([
      'error env-committed .env',
      'error env-committed api/.env.local',
      'error key-committed id_rsa',
    ])
    const commit = 'c'.repeat(40)
    expect(
      at({
        tracked: ['.env'],
        history: [
          { path: '.env', commit },
          { path: 'a.p12', commit },
        ],
      }),
    ).toEqual(['error env-committed .env', 'error key-in-history a.p12'])
  })

  it('are a warning while they only could be', () => {
    expect(at({ loose: ['.env'], isIgnored: false })).toEqual(['warning env-not-ignored .env'])
    expect(at({ isIgnored: false })).toEqual(['info env-not-ignored .gitignore'])
    expect(at({ tracked: ['.env.production'] })).toEqual(['warning env-committed .env.production'])
  })

  it('are none when they are examples, types, or of tests', () => {
    expect(
      at({ tracked: ['.env.example', '.env.local.sample', '.envrc', '.env.d.ts', 'tests/fixtures/.env'] }),
    ).toEqual([])
  })
})

it('no text of a plan makes it fail, or gives a finding that is none', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '- [x] ',
      '**Files:**\n',
      '- `',
      '`',
      '../',
      '**/*',
      '{',
      '[',
      '\n',
      '#### Stream B: X\n',
    ),
    fc.string({ maxLength: 12 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      for (const finding of findGaps([planAt(pieces.join(''))], evidence({ 'a.ts': 'x' }), NO_ENV))
        findingSchema.parse(finding)
    }),
  )
})
