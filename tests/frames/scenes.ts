import type { ReplayStatus } from '../../source/model/replay.ts'
import type { Row, RowTone } from '../../source/model/screen.ts'
import type { Session } from '../../source/model/session.ts'
import { actions } from '../../source/ui/keys/actions.ts'
import { keyMap } from '../../source/ui/keys/key-map.ts'
import type { Model } from '../../source/ui/present/model.ts'
import { initialUi } from '../../source/ui/state/saved-view.ts'
import type { Ui } from '../../source/ui/state/ui.ts'
import {
  allDone,
  done,
  ended,
  landed,
  later,
  type Phases,
  prepared,
  readySession,
  requested,
  runOf,
  type Step,
  sessionAfter,
  spends,
  started,
} from '../helpers/session.ts'

/** Noon of a day, so that every age on the screens is known. */
export const NOON = Date.UTC(2026, 4, 4, 12)

/** A recording that is two thirds through. */
const AT_NOON = { now: NOON, position: 4_000_000, length: 6_130_000 }

/** What the screen is asked to show, with texts for the bodies of its panes. */
export interface Scene {
  session: Session | null
  ui?: Partial<Ui>
  lastOutput?: Record<string, number>
  texts?: Record<string, Row[]>
  suggestion?: string
  replay?: ReplayStatus
}

const CORE: Phases = [
  {
    'security-base': { days: 2 },
    'model-routing': { days: 2, tasks: 4 },
    telemetry: { days: 3 },
    orchestration: { days: 3, tasks: 6, after: ['telemetry'] },
  },
  { 'ui-shell': { days: 2 }, docs: { days: 1 } },
]

const EIGHT: Phases = [
  Object.fromEntries(
    ['parser', 'lexer', 'types', 'emitter', 'optimizer', 'linker', 'debugger', 'formatter'].map(
      (id, index) => [
        id,
        { days: 1 + (index % 3), tasks: 2 + (index % 4), after: index > 4 ? ['parser'] : [] },
      ],
    ),
  ),
]

const WIDE: Phases = [
  {
    データ移行: { days: 2, tasks: 3 },
    '🚀-launch-👩‍👩‍👧': { days: 1, tasks: 2 },
    'a-stream-with-a-name-that-goes-on-and-on-and-does-not-end-anywhere-near-here': { days: 4, tasks: 120 },
    '한국어-문서': { days: 2, tasks: 2, after: ['データ移行'] },
  },
]

const named = (session: Session, slug: string): Session => ({
  ...session,
  slug,
  plan: {
    ...session.plan,
    phases: session.plan.phases.map((phase, index) => ({ ...phase, title: PHASES[index] ?? phase.title })),
  },
})

const PHASES = ['Core Features', 'Release']

/** The steps, all of them so many seconds before noon. */
const ago = (seconds: number, ...steps: Step[]): Step[] =>
  steps.map((step) => later(NOON - seconds * 1000, step))

const begin = (stream: string): Step[] => [requested(stream), started(stream)]

const fresh = named(readySession(CORE), 'build-4e')

const running = sessionAfter(
  fresh,
  ...ago(900, ...done('security-base')),
  ...ago(800, ...landed('checkpoint')),
  ...ago(700, ...done('model-routing')),
  ...ago(134, ...begin('model-routing')),
  ...ago(100, spends('model-routing', 0.12, undefined, 'claude-sonnet-5')),
  ...ago(95, ...begin('telemetry')),
  ...ago(4000, ...begin('security-base')),
)

const trouble = sessionAfter(
  named(readySession(CORE, { retries: 0 }), 'build-4e'),
  ...ago(900, ...done('security-base')),
  ...ago(134, ...begin('model-routing')),
  ...ago(300, ...begin('telemetry')),
  ...ago(12, ended('telemetry', 'failed', { detail: 'exit 1' })),
  ...ago(100, ...begin('security-base')),
  ...ago(40, ended('security-base', 'blocked', { detail: 'needs the API key of the staging server' })),
)

const waiting = sessionAfter(
  named(readySession(CORE), 'build-4e'),
  ...ago(134, ...begin('model-routing'), ...begin('telemetry'), ...begin('security-base')),
  ...ago(60, ended('telemetry', 'blocked', { detail: 'the token of security-base', needs: 'security-base' })),
  ...ago(20, (now) => ({
    type: 'question-asked',
    at: 0,
    ...runOf(now, 'model-routing'),
    text: 'Which port?',
  })),
)

const conflict = sessionAfter(
  running,
  ...ago(5, {
    type: 'conflicts-foreseen',
    at: 0,
    pairs: [
      {
        ...{ a: 'model-routing', b: 'telemetry' },
        files: [{ file: 'core/costs.py', ofA: [{ first: 12, last: 18 }], ofB: [{ first: 14, last: 14 }] }],
      },
    ],
  }),
)

const merged = CORE.reduce<Session>((before, group) => {
  let session = before
  for (const id of Object.keys(group)) {
    const facts = session.streams[id]
    if (facts?.workspace.state === 'preparing') session = sessionAfter(session, prepared(id))
    session = sessionAfter(allDone(session, id), ...ago(3000, ...landed('checkpoint')))
  }
  return sessionAfter(session, ...ago(1200, ...landed('merge')))
}, fresh)

const eight = sessionAfter(
  named(readySession(EIGHT, { workers: 5 }), 'compiler'),
  ...ago(600, ...done('parser'), ...done('lexer')),
  ...ago(50, ...begin('lexer'), ...begin('types'), ...begin('emitter'), ...begin('optimizer')),
)

const wide = sessionAfter(
  named(readySession(WIDE), '国際化-plan'),
  ...ago(600, ...done('データ移行')),
  ...ago(
    61,
    ...begin('データ移行'),
    ...begin('a-stream-with-a-name-that-goes-on-and-on-and-does-not-end-anywhere-near-here'),
  ),
)

const row = (tone: RowTone, text: string): Row => ({ text, tone, continues: false })

const WORK: Record<string, Row[]> = {
  orchestrator: [
    row('info', "Found 6 streams. Type 'continue' to start."),
    row('typed', 'continue'),
    row('answer', 'model-routing: batch_2 starts: Task 2.'),
    row('good', 'checkpoint-1 landed: security-base.'),
  ],
  'model-routing': [
    row('info', 'batch_2: Cost tracking structure.'),
    row('output', '> edit core/model_router.py'),
    row('output', '\x1b[32m+ def estimate(task):\x1b[0m'),
    row('output', '  …'),
  ],
  telemetry: [row('info', "Found batch_1. Type 'continue'."), row('bad', 'batch_1 failed: exit 1.')],
}

/** As an emulator has it: over the whole width, the cursor in inverse. */
const SHELL: Row[] = [
  row('terminal', '$ git log --oneline -2'),
  row('terminal', '\x1b[33m4be1c07\x1b[0m Complexity estimation'),
  row('terminal', '\x1b[33m9ac2d11\x1b[0m first'),
  row('terminal', '$ \x1b[7m \x1b[0m'),
]

const output = { 'model-routing': NOON - 4000, telemetry: NOON - 400, データ移行: NOON - 61_000 }

export type SceneName =
  | 'nothing'
  | 'fresh'
  | 'running'
  | 'trouble'
  | 'waiting'
  | 'conflict'
  | 'merged'
  | 'eight'
  | 'zoomed'
  | 'wide'
  | 'keys'
  | 'terminal'
  | 'help'
  | 'replay'
  | 'diff'
  | 'calls'
  | 'copy'
  | 'chooser'

export const scenes: Record<SceneName, Scene> = {
  nothing: { session: null },
  fresh: { session: fresh, suggestion: 'continue' },
  running: { session: running, lastOutput: output, texts: WORK },
  trouble: { session: trouble, lastOutput: output, texts: WORK, ui: { focus: 'telemetry' } },
  waiting: { session: waiting, lastOutput: output, texts: WORK },
  conflict: {
    session: conflict,
    lastOutput: output,
    texts: { ...WORK, orchestrator: [row('warn', conflict.notes.at(-1)?.text ?? '')] },
  },
  merged: { session: merged },
  eight: { session: eight, lastOutput: { lexer: NOON - 2000 } },
  zoomed: { session: eight, ui: { focus: 'types', zoom: true }, lastOutput: { types: NOON } },
  wide: { session: wide, lastOutput: output, ui: { focus: 'データ移行' } },
  keys: { session: running, lastOutput: output, texts: WORK, ui: { mode: 'keys', focus: 'model-routing' } },
  terminal: {
    session: running,
    lastOutput: output,
    texts: { ...WORK, 'model-routing': SHELL },
    ui: {
      ...{ mode: 'terminal', focus: 'model-routing' },
      ...{ terminals: { 'model-routing': 'shell' }, shown: ['model-routing'] },
    },
  },
  replay: {
    session: running,
    lastOutput: output,
    texts: WORK,
    ui: { mode: 'keys', isReplay: true },
    replay: { ...AT_NOON, isPlaying: true, speed: 4 },
  },
  help: { session: running, ui: { overlay: { kind: 'help', top: 0 } } },
  diff: { session: running, ui: { overlay: sheetOf() } },
  calls: { session: running, ui: { overlay: callsOf() } },
  copy: { session: running, ui: { overlay: copyOf() } },
  chooser: { session: null, ui: { overlay: chooserOf() } },
}

function sheetOf(): Ui['overlay'] {
  const lines = [
    'diff --git a/core/router.py b/core/router.py',
    '@@ -1,3 +1,4 @@',
    ' import os',
    '-import sys',
    '+import json',
    `+LONG = '${'0123456789'.repeat(14)}'`,
    ...Array.from({ length: 60 }, (_, index) => ` line ${index}`),
  ]
  return { kind: 'sheet', title: 'diff model-routing', lines, look: 'diff', top: 0, find: 'import', found: 2 }
}

function callsOf(): Ui['overlay'] {
  const lines = [
    '#1 thought',
    '    I should look at it first, and at who calls it.',
    '',
    '#2 execute npm test · failed',
    '    Run the tests',
    '    $ npm test',
    '    1 of 12 failed: estimates an empty task',
    '',
    '#3 edit core/model_router.py +1 -1 · completed',
    'diff core/model_router.py',
    '@@',
    ' def estimate(task):',
    '-    return len(task.files)',
    '+    return max(1, len(task.files))',
  ]
  return { kind: 'sheet', title: 'calls', lines, look: 'diff', top: 0, find: null, found: null }
}

function copyOf(): Ui['overlay'] {
  return { kind: 'copy', pane: 'model-routing', rows: WORK['model-routing'] ?? [], cursor: 2, mark: 1 }
}

function chooserOf(): Ui['overlay'] {
  const offers = [
    {
      file: 'PLAN.md',
      title: 'Build 4E',
      summary: '6 streams · 7 days instead of 14 · 2 warnings',
      canRun: true,
    },
    {
      file: 'specs/001/tasks.md',
      title: 'Photo albums',
      summary: '9 streams · 31 steps instead of 58',
      canRun: true,
    },
    { file: 'old/plan.md', title: '', summary: "'b' and 'c' wait for each other", canRun: false },
  ]
  return { kind: 'chooser', offers, at: 1 }
}

export function modelOf(
  { session, ui = {}, lastOutput = {}, suggestion, replay }: Scene,
  size: Ui['size'],
): Model {
  const keys = keyMap(actions, {})
  if (!keys.ok) throw new Error(keys.error.message)
  return {
    session,
    ui: { ...initialUi({ size, saved: null }), ...ui },
    now: NOON,
    lastOutput,
    below: {},
    keys: keys.value,
    suggestion: suggestion ?? null,
    ...(replay && { replay }),
  }
}
