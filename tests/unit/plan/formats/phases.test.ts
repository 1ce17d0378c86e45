import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const plan = (text: string, file = 'docs/plan.md') => readPlan(text, { file }).plan
const streams = (text: string) => plan(text).phases.flatMap((phase) => phase.streams)
const tasks = (text: string) => streams(text).flatMap((stream) => stream.tasks)

describe('headings', () => {
  test.each([
    ['### Phase 1: Core (Days 3-5) - PARALLEL ✨', 'phase-1', 'Core', 'parallel', 3],
    ['## PHASE 2.1 — Core', 'phase-2-1', 'Core', 'sequential', null],
    ['# 🚀 Phase 3: Core (Day 6, SEQUENTIAL)', 'phase-3', 'Core', 'sequential', 1],
    ['## **Phase 4: Core** (1.5 days) - SEMI-PARALLEL', 'phase-4', 'Core', 'parallel', 1.5],
    ['## Phase 5: Core - PARALLEL (4 hours)', 'phase-5', 'Core', 'parallel', 0.5],
    ['## Phase 6: Core (v2) (1 week)', 'phase-6', 'Core (v2)', 'sequential', 5],
    ['## Phase 7: Core - 2 days', 'phase-7', 'Core', 'sequential', 2],
    ['## Phase 8: Parallel Core (2-3 days) ##', 'phase-8', 'Parallel Core', 'sequential', 3],
    ['## Phase 9 - PARALLEL', 'phase-9', 'Phase 9', 'parallel', null],
    ['Phase 10: Core\n---', 'phase-10', 'Core', 'sequential', null],
    ['## Phase A: Core (Weeks 1-2)', 'phase-a', 'Core', 'sequential', 10],
    ['## Phase 11: Core (0 days)', 'phase-11', 'Core (0 days)', 'sequential', null],
  ])('%s', (heading, id, title, mode, duration) => {
    const [phase] = plan(heading).phases
    expect(phase).toMatchObject({ id, title, mode, line: 1, streams: [{ duration }] })
  })

  test('a stream may stand as high as its phase, or without any phase', () => {
    expect(
      streams('## Phase 1: P\n## Stream A: One\n## Stream B: Two\n## Notes\n### Stream C: no').map(
        ({ id }) => id,
      ),
    ).toEqual(['one', 'two'])
    const lone = plan('# T\n## Stream A: One\n## Workstream 2 - Two\n')
    expect(lone.phases).toMatchObject([
      { id: 'phase-1', title: 'T', mode: 'parallel', streams: [{ id: 'one' }, { id: 'two' }] },
    ])
  })

  test('a phase that only covers numbered ones below it is none', () => {
    expect(plan('## Phase 2: Cover\n### Phase 2.1: A\n### Phase 2.2: B').phases.map(({ id }) => id)).toEqual([
      'phase-2-1',
      'phase-2-2',
    ])
  })

  test('every phase but the first is a barrier', () => {
    expect(plan('## Phase 1: A\n## Phase 2: B\n## Phase 3: C').phases.map(({ barrier }) => barrier)).toEqual([
      false,
      true,
      true,
    ])
  })
})

describe('ids', () => {
  const ids = (text: string) => streams(text).map(({ id }) => id)

  test('a name that comes in two phases carries its phase; letters make no ids', () => {
    expect(
      ids('## Phase 1: P\n### Stream A: Polish\n### Stream B: Docs\n## Phase 2: Q\n### Stream A: Polish'),
    ).toEqual(['phase-1-polish', 'docs', 'phase-2-polish'])
  })

  test.each(['Orchestrator', 'ALL', 'Integration!'])('%s is reserved', (name) => {
    expect(ids(`## Phase 1: ${name}`)[0]).toMatch(/^phase-1-(?:orchestrator|all|integration)$/)
  })

  test('are short plain words whatever the title', () => {
    expect(ids('## Phase 1: P\n### Stream A: 🎉\n### Stream B: Ünï/ted; ../x\n### Stream C')).toEqual([
      'stream-1',
      'uni-ted-x',
      'stream-3',
    ])
    expect(ids(`## Phase 1: ${'long '.repeat(40)}`)[0]).toMatch(/^(?:long-){7}long$/)
    expect(streams('## Phase 1: P\n### Stream C')[0]?.title).toBe('Stream C')
  })

  test('the slug of the plan is the title without its plan words, else the file, else the folder', () => {
    expect(plan('# Build 4E Parallel Execution Plan\n## Phase 1: P').slug).toBe('build-4e')
    expect(plan('## Phase 1: P', 'x/new-parser.md').slug).toBe('new-parser')
    expect(plan('# Plan\n## Phase 1: P', '/repo/specs/004-search/tasks.md').slug).toBe('004-search')
    expect(plan('## Phase 1: P', 'tasks.md').slug).toBe('tasks')
    expect(plan('## Phase 1: P', '…').slug).toBe('plan')
  })
})

describe('files', () => {
  test.each([
    [
      '**Files:**\n- `src/a.js`\n- src/b.js (NEW)\n- Makefile - build\n- None\n',
      ['src/a.js', 'src/b.js', 'Makefile'],
    ],
    ['**Files to create:** `src/a.js`, `b c.md` and `f()`', ['src/a.js']],
    ['**New Files**\n1. NEW: ./src/a.js — entry\n2. src\\b.js', ['src/a.js', 'src/b.js']],
    ['Files:\nsrc/a.js, src/b.js\n', ['src/a.js', 'src/b.js']],
    ['- **Files:**\n  - a.js\n- **Tasks:**\n  - do', ['a.js']],
    ['### Files\n- `a.js`\n- `a.js`', ['a.js']],
    ['**Files:** `/etc/passwd`, `../x.js`, `~/y.js`, `C:/z.js`, `a/b.js`', ['a/b.js']],
    ['**Notes:**\n- `a.js`', []],
  ])('%#: %o', (text, files) => {
    expect(streams(`## Phase 1: P\n${text}`)[0]?.files).toEqual(files)
  })

  test('contracts are collected from the plan, a phase and a stream', () => {
    const text =
      '**Contracts:** `a.ts`\n## Phase 1: P\n**Contracts:**\n- `b.ts`\n### Stream A: S\n#### Contracts\n- c.ts\n## Contracts\n- d.ts'
    expect(plan(text).contracts.toSorted()).toEqual(['a.ts', 'b.ts', 'c.ts', 'd.ts'])
  })

  test('a task has the paths it names and nothing that only looks a bit like one', () => {
    const [task] = tasks(
      '## Phase 1: P\n- Use `src/a.js`, `b.md`, `console.log`, `and/or`, `application/json`, `/users`\n  - see `c/d.py`',
    )
    expect(task?.files).toEqual(['src/a.js', 'b.md', 'c/d.py'])
  })
})

describe('tasks', () => {
  test('boxes, numbers, marks and long sentences are read', () => {
    const text = `## Phase 1: P
**Tasks:**
- [ ] **One** goes
  on here
- [x] 1.2 Two
- [~] Three
- [-] Four (optional)
3. [ ]* T005 Five
   - a remark, no task`
    expect(tasks(text)).toMatchObject([
      { id: 'p.1', title: 'One goes on here', state: 'open', sourceId: null, optional: false, line: 3 },
      { id: 'p.2', title: 'Two', state: 'done', sourceId: '1.2' },
      { id: 'p.3', title: 'Three', state: 'active' },
      { id: 'p.4', state: 'skipped', optional: true },
      { id: 'p.5', title: 'Five', state: 'open', sourceId: 'T005', optional: true },
    ])
    expect(tasks(text)).toHaveLength(5)
  })

  test('a list after a label with its own sentence is work, a list after prose below a list is not', () => {
    expect(tasks('## Phase 1: P\n**Goal:** be good\n\n- one').map(({ title }) => title)).toEqual(['one'])
    expect(
      tasks('## Phase 1: P\n**Work:**\n- one\n\nBy the way:\n\n- two').map(({ title }) => title),
    ).toEqual(['one'])
    expect(tasks('## Phase 1: P\n**Work:** just this').map(({ title }) => title)).toEqual(['just this'])
    expect(tasks('## Phase 1: P\n**Depends on:** none\n\n1. one').map(({ title }) => title)).toEqual(['one'])
  })

  test('shell steps below an item are its own, other code is not', () => {
    const text = `## Phase 1: P
- one
\`\`\`sh
echo "1"
\`\`\`
- two

  ~~~bash
  if true; then
    echo 2
  fi
  ~~~
- three
  \`\`\`js
  no()
  \`\`\`

\`\`\`sh
echo far away
\`\`\``
    expect(tasks(text).map(({ run }) => run)).toEqual([['echo "1"'], ['if true; then\n  echo 2\nfi'], []])
  })

  test('nothing inside longer or nested fences is read', () => {
    const text = `## Phase 1: P
- one

\`\`\`\`text
\`\`\`
- no
\`\`\`
\`\`\`\`

\`\`\`markdown
## Phase 2: no
\`\`\`sh
- no
\`\`\`
- no
\`\`\`

- two`
    expect(tasks(text).map(({ title }) => title)).toEqual(['one', 'two'])
    expect(plan(text).phases).toHaveLength(1)
  })

  test('a stream without a list is one task with its files', () => {
    expect(tasks('## Phase 1: P\n**Files:** a.js')).toMatchObject([
      { id: 'p.1', title: 'P', files: ['a.js'], line: 1 },
    ])
  })
})

describe('dependencies', () => {
  const text = (dependencies: string, mode = 'PARALLEL') => `## Phase 0: Security Foundation
## Phase 1: Core - ${mode}
### Stream A: Model Routing
### Stream B: Telemetry and Alerts, all
### Stream C: Last
${dependencies}
## Phase 2: Security Docs`
  const last = (dependencies: string) => streams(text(dependencies))[3]

  test.each([
    ['Depends on: Stream A', ['model-routing']],
    ['**Depends on:** model-routing, Stream B', ['model-routing', 'telemetry-and-alerts-all']],
    [
      '**Depends on:**\n- Telemetry and Alerts, all\n- Model Routing (2 days)',
      ['telemetry-and-alerts-all', 'model-routing'],
    ],
    ['**Dependencies:**\n- Depends on: A and B', ['model-routing', 'telemetry-and-alerts-all']],
    ['**Dependencies:** `Model Routing`', ['model-routing']],
    ['- **Depends on:** Stream A: Model Routing', ['model-routing']],
    ['**Depends on:** None', []],
    ['Depends on: Phase 0', []],
    ['Depends on: security-foundation', []],
  ])('hard: %o', (written, ids) => {
    expect(last(written)?.dependsOn).toEqual(ids)
    expect(
      readPlan(text(written), { file: 'p' }).diagnostics.filter(({ severity }) => severity === 'error'),
    ).toEqual([])
  })

  test.each([
    ['Needs security for cost tracking (use placeholders initially)', ['security-foundation']],
    ['Needs the model routing API and telemetry', ['model-routing', 'telemetry-and-alerts-all']],
    ['Needs coffee', []],
    ['Independent from telemetry and routing', []],
    ['Completely independent', []],
    ['Can be built after model routing', []],
  ])('soft: %s', (written, ids) => {
    expect(last(`**Dependencies:**\n- ${written}`)).toMatchObject({ softDependsOn: ids, dependsOn: [] })
  })

  test('the streams of a sequential phase follow each other, after what the plan itself orders', () => {
    const inOrder = (dependencies: string) =>
      streams(text(dependencies, 'SEQUENTIAL'))
        .slice(1, 4)
        .map(({ dependsOn }) => dependsOn)
    expect(inOrder('')).toEqual([[], ['model-routing'], ['telemetry-and-alerts-all']])
    const turned =
      '## Phase 1: P - SEQUENTIAL\n### Stream A: Aa\nDepends on: bb\n### Stream B: Bb\n### Stream C: Cc'
    expect(streams(turned).map(({ dependsOn }) => dependsOn)).toEqual([['bb'], [], ['aa']])
  })
})

test('claims outside the phases are read once', () => {
  const text =
    '**Total Duration:** 9 days\n- Sequential: 12 days\n- Parallel: 6 days\n- Savings: 3 days (33% faster)\n## Phase 1: P'
  expect(plan(text).claims).toEqual({ sequential: 9, parallel: 6, savedPercent: 33 })
})

test('line ends of any kind give the same plan', () => {
  const text = readFileSync(new URL('../../../fixtures/plans/build-like.md', import.meta.url), 'utf8')
  expect(plan(text.replaceAll('\n', '\r\n'))).toEqual(plan(text))
  expect(plan(text.replaceAll('\n', '\r'))).toEqual(plan(text))
})

test('the fixture plan has four phases and eight streams, each with files', () => {
  const text = readFileSync(new URL('../../../fixtures/plans/build-like.md', import.meta.url), 'utf8')
  expect(plan(text).phases.map((phase) => phase.streams.map(({ id }) => id))).toEqual([
    ['text-foundation'],
    ['line-wrapping', 'table-layout', 'colour-names'],
    ['phase-2-integration'],
    ['text-guide', 'colour-guide', 'polish'],
  ])
  expect(streams(text).every(({ files }) => files.length > 0)).toBe(true)
  expect(streams(text)[1]?.softDependsOn).toEqual(['text-foundation'])
})

describe('plans that were written by hand, by tools and by formatters', () => {
  test('14.1 and 14.10 are two phases, and PHASE is Phase', () => {
    const text =
      '## PHASE 0: Zero\n## Phase 14.1: One\n## Phase 14.10: Ten\n### Stream A: Last\nDepends on: Phase 14.1'
    expect(plan(text).phases.map(({ id, title }) => [id, title])).toEqual([
      ['phase-0', 'Zero'],
      ['phase-14-1', 'One'],
      ['phase-14-10', 'Ten'],
    ])
    expect(readPlan(text, { file: 'p' }).diagnostics.filter(({ severity }) => severity === 'error')).toEqual(
      [],
    )
  })

  test.each([
    ['- scripts/{start,stop}.sh (NEW, both)', ['scripts/start.sh', 'scripts/stop.sh']],
    ['- `{a, b}/x.ts` and `c.ts`', ['a/x.ts', 'b/x.ts', 'c.ts']],
    ['- {a,b}.sh, c.sh', ['a.sh', 'b.sh', 'c.sh']],
    ['- pkg/**init**.py', ['pkg/__init__.py']],
    ['- lib/\\_setup.sh, \\_run\\_all.sh', ['lib/_setup.sh', '_run_all.sh']],
    ['- src\\app\\main.cs', ['src/app/main.cs']],
    ['- src/**/*.test.ts (MODIFY)', ['src/**/*.test.ts']],
    ['- `docs/*.md` (MODIFY)\n- tests/', ['docs/*.md', 'tests/']],
    ['- app/(shop)/page.tsx (head, foot)', ['app/(shop)/page.tsx']],
    ['- **MODIFY** `a.ts` — of `b.ts`', ['a.ts', 'b.ts']],
    ['- `package.json` (MODIFY) — add `@scope/name`', ['package.json']],
  ])('files of %o', (lines, files) => {
    expect(streams(`## Phase 1: P\n**Files:**\n${lines}`)[0]?.files).toEqual(files)
  })

  test('braces that would give thousands of files are left as they are', () => {
    const braces = '{a,b,c,d,e,f,g,h}'.repeat(8)
    expect(streams(`## Phase 1: P\n**Files:**\n- src/${braces}.ts`)[0]?.files.length).toBeLessThan(65)
  })

  test('dependencies that are packages order nothing', () => {
    const text = `## Phase 1: P - PARALLEL
### Stream A: Web Server
### Stream B: Terminal
**Dependencies:**
- flask>=3.0
- \`rich\` (terminal tables)
- "@scope/web": ^1.2
- Python 3.11+`
    const { plan: read, diagnostics } = readPlan(text, { file: 'p.md' })
    expect(read.phases[0]?.streams[1]).toMatchObject({ dependsOn: [], softDependsOn: [] })
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
  })

  test.each([
    ['Depends on: Streams A and B', ['aa', 'bb']],
    ['Depends on: A, B, and C', ['aa', 'bb', 'cc']],
    ['Blocked by: Stream A (its types, and its names), Stream C', ['aa', 'cc']],
    ['**Depends On:** Phases 1–2', []],
    ['**Depends on:** Phase 1, Phase 2 and Stream B', ['bb']],
  ])('%s', (written, ids) => {
    const text = `## Phase 1: One\n## Phase 2: Two\n## Phase 3: P - SEMI-PARALLEL\n### Stream A: Aa\n### Stream B: Bb\n### Stream C: Cc\n### Stream D: Dd\n${written}`
    expect(streams(text).at(-1)?.dependsOn).toEqual(ids)
    expect(readPlan(text, { file: 'p' }).diagnostics.filter(({ severity }) => severity === 'error')).toEqual(
      [],
    )
  })

  test('After is an order that holds nothing up', () => {
    const text =
      '## Phase 1: P - PARALLEL\n### Stream A: Aa\n### Stream B: Bb\n**After:** Stream A (logically)'
    expect(streams(text)[1]).toMatchObject({ dependsOn: [], softDependsOn: ['aa'] })
  })

  test('a label that a formatter pushed to the right of the list above it is a label', () => {
    const [stream] = streams('## Phase 1: P\n**Files:**\n- `a.ts`\n  **Deliverables:**\n- [ ] one\n- [x] two')
    expect(stream?.files).toEqual(['a.ts'])
    expect(stream?.tasks.map(({ title }) => title)).toEqual(['one', 'two'])
  })

  test('tasks that are headings count where no list says what the work is', () => {
    const text = `## Phase 1: P
#### Task 1.1: Write it
- [x] in \`src/a.ts\`
- [x] and tests
#### Task 1.2 - Check it
- [ ] all
## Phase 2: Q
**Tasks:**
- this
#### Task 2.1: that`
    expect(tasks(text)).toMatchObject([
      { sourceId: '1.1', title: 'Write it', state: 'done', files: ['src/a.ts'], line: 2 },
      { sourceId: '1.2', title: 'Check it', state: 'open', line: 5 },
      { title: 'this' },
    ])
  })

  test('a name does not change with what is done', () => {
    const ids = [
      'Base',
      'Base ✅',
      'Base ✅ COMPLETE',
      'Base (DONE)',
      'Base - COMPLETE',
      'Base 🚧 IN PROGRESS',
    ].map((title) => streams(`## Phase 1: ${title}`)[0]?.id)
    expect(new Set(ids)).toEqual(new Set(['base']))
    expect(streams('## Phase 1: Make it complete')[0]?.id).toBe('make-it-complete')
  })

  test('headings in fences inside fences are none, whatever the fences are of', () => {
    const quoted = '```text\n## Phase 8: no\n```bash\n## Phase 9: no\n```\n## Phase 10: no\n```\n'
    expect(plan(`## Phase 1: A\n${quoted}## Phase 2: B`).phases.map(({ id }) => id)).toEqual([
      'phase-1',
      'phase-2',
    ])
  })

  test('a fence that was forgotten to be closed does not swallow the ones after it', () => {
    const text =
      '## Phase 1: A\n```sh\necho\n\n```sh\necho\n```\n## Phase 2: B\n```sh\necho\n```\n## Phase 3: C'
    expect(plan(text).phases).toHaveLength(3)
  })
})
