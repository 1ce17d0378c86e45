import { existsSync, writeFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { currentBatch } from '../../../source/engine/batch-state.ts'
import { doBatch, openPlan, type Rig } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { freshPath } from '../../helpers/repo.ts'

// Five streams and a handful of runs of tests each: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 })

const NAMES = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Omega']
const FIVE = planText(Object.fromEntries(NAMES.map((name) => [name, {}])))

/** Every stream adds a test of its own; those of `changed` in place of it. */
async function allDone(rig: Rig, changed: Record<string, Record<string, string>>): Promise<void> {
  for (const stream of NAMES.map((name) => name.toLowerCase()))
    await doBatch(rig, stream, changed[stream] ?? { [`checks/${stream}.mjs`]: '' })
}

const last = (rig: Rig) => rig.session().landings.at(-1)

test.each([1, 2])(
  'one of five turns the tests red: it is left out with its task, the others land, in few runs (%i at once)',
  async (atOnce) => {
    const repo = makeProject({ config: { tests: { smoke: 'node check.mjs', atOnce } } })
    const rig = await openPlan(FIVE, { repo, workers: 5 })
    await allDone(rig, { gamma: { 'checks/gamma.mjs': 'throw new Error("wrong sum")\n' } })
    const { text, exit } = await rig.type('checkpoint')
    expect({ exit, text }).toMatchObject({
      exit: 3,
      text: expect.stringContaining(
        'gamma was left out: the tests fail with task gamma.1 (failing: gamma.mjs)',
      ),
    })
    const landing = last(rig)
    expect(landing?.members.map(({ stream }) => stream).sort()).toEqual(['alpha', 'beta', 'delta', 'omega'])
    expect(landing?.leftOut).toMatchObject([
      { stream: 'gamma', reason: 'tests', tests: ['gamma.mjs'], tasks: ['gamma.1'] },
    ])
    const gates = landing?.gates ?? []
    // All of them, twice; then halves, and the rest without it. One by one would be 5 more.
    expect(gates.length).toBeLessThanOrEqual(6)
    expect(gates.slice(0, 2).map(({ status, again }) => [status, again])).toEqual([
      ['failed', false],
      ['failed', true],
    ])
    expect(gates.at(-1)).toMatchObject({ status: 'passed' })
    for (const { log } of gates) expect(existsSync(log ?? '')).toBe(true)
    await rig.host.loop.idle()
    expect(currentBatch(rig.stream('gamma'))).toMatchObject({
      kind: 'repair',
      failure: expect.stringContaining('not ok'),
    })
  },
)

test('two that are red only together: the later one is left out, the log is of its own run', async () => {
  const rig = await openPlan(FIVE, { workers: 5 })
  const both = `import { existsSync } from 'node:fs'\nif (existsSync('a.txt') && existsSync('b.txt')) throw new Error('both')\n`
  await allDone(rig, {
    alpha: { 'a.txt': 'a\n', 'checks/alpha.mjs': both },
    delta: { 'b.txt': 'b\n' },
  })
  const { members } = (await rig.type('checkpoint')) && (last(rig) as NonNullable<ReturnType<typeof last>>)
  const [out] = last(rig)?.leftOut ?? []
  expect(['alpha', 'delta']).toContain(out?.stream)
  expect(out?.tests).toEqual(['alpha.mjs'])
  expect(members).toHaveLength(4)
})

test('one that needs what a culprit does is left out with it, and its worker is told why', async () => {
  const rig = await openPlan(FIVE, { workers: 5 })
  await allDone(rig, {
    alpha: { 'checks/alpha.mjs': 'throw new Error("wrong sum")\n', 'a.mjs': '' },
    delta: { 'checks/delta.mjs': "await import('../a.mjs')\n" },
  })
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 3 })
  expect(last(rig)?.leftOut).toMatchObject([
    { stream: 'alpha', tests: ['alpha.mjs'], log: expect.not.stringContaining('fail only without') },
    {
      stream: 'delta',
      tests: ['delta.mjs'],
      log: expect.stringMatching(/^These tests fail only without alpha, /),
    },
  ])
  expect(
    last(rig)
      ?.members.map(({ stream }) => stream)
      .sort(),
  ).toEqual(['beta', 'gamma', 'omega'])
})

test('a test that is red once and then green is flaky: nobody is left out, and it is said', async () => {
  const seen = freshPath('seen')
  const repo = makeProject({
    files: {
      'checks/flaky.mjs': `import { existsSync, writeFileSync } from 'node:fs'
const isFirst = !existsSync(process.env.SEEN)
writeFileSync(process.env.SEEN, '')
if (isFirst) throw new Error('only once')
`,
    },
    config: { tests: { smoke: `SEEN='${seen}' node check.mjs` } },
  })
  const rig = await openPlan(FIVE, { repo, workers: 5 })
  await allDone(rig, {})
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  expect(last(rig)).toMatchObject({
    state: 'published',
    leftOut: [],
    verdict: { status: 'passed', flaky: ['flaky.mjs'] },
  })
  expect(last(rig)?.gates.map(({ status, again }) => [status, again])).toEqual([
    ['failed', false],
    ['passed', true],
  ])
  expect(rig.notes('orchestrator')).toContain('Flaky: flaky.mjs failed, and passed when it was run once more')
})

test('a test that is red by chance while the culprit is looked for blames nobody, and is said', async () => {
  const seen = freshPath('seen')
  const repo = makeProject({
    files: {
      // Red the third time it is run: everybody was tested twice before.
      'checks/chance.mjs': `import { readFileSync, appendFileSync } from 'node:fs'
appendFileSync(process.env.SEEN, '.')
if (readFileSync(process.env.SEEN, 'utf8') === '...') throw new Error('by chance')
`,
    },
    config: { tests: { smoke: `SEEN='${seen}' node check.mjs`, atOnce: 1 } },
  })
  const rig = await openPlan(FIVE, { repo, workers: 5 })
  // The last: no half is red by its own doing.
  await allDone(rig, { omega: { 'checks/omega.mjs': 'throw new Error("wrong sum")\n' } })
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 3 })
  expect(last(rig)?.leftOut.map(({ stream }) => stream)).toEqual(['omega'])
  expect(last(rig)?.members).toHaveLength(4)
  const said = rig.notes('orchestrator')
  expect(said).toContain('The tests fail: omega.mjs. They are run once more on the same commit …')
  expect(said).toContain('Red again. Looking for who of the 5 streams turns them red …')
  expect(said).toContain('Flaky: chance.mjs failed, and passed when it was run once more')
})

test('tests that do not run while the culprit is looked for blame nobody, and nothing lands', async () => {
  const gate = freshPath('gate.sh')
  const count = freshPath('count')
  // Red twice, then there is no runner any more.
  writeFileSync(
    gate,
    `n=$(cat '${count}' 2>/dev/null || echo 0); echo $((n + 1)) > '${count}'\n[ "$n" -lt 2 ] && exit 1\nexit 127\n`,
  )
  const repo = makeProject({ config: { tests: { smoke: `sh ${gate}` } } })
  const rig = await openPlan(FIVE, { repo, workers: 5 })
  await allDone(rig, {})
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 3 })
  expect(last(rig)).toMatchObject({ state: 'rejected', leftOut: [], verdict: { status: 'did-not-run' } })
  expect(rig.repo.git('rev-parse', 'br/a-small-build/integration')).toBe(rig.repo.git('rev-parse', 'main'))
})
