import { describe, expect, test } from 'vitest'
import { judgeTests, type TestRun } from '../../../source/checks/tests.ts'

const judge = (log: string, run: Partial<TestRun> = {}) =>
  judgeTests({ exit: 0, signal: null, timedOut: false, spawnError: null, log, ...run })

const lines = (...all: string[]) => `${all.join('\n')}\n`

const DID_NOT_RUN = { status: 'did-not-run', failing: [] }
const RAN_NOTHING = { ...DID_NOT_RUN, summary: 'The command ran no test.' }

describe('how the command ended', () => {
  const red = 'not ok 1 - adds\n'

  test.each([
    ['could not be started', { exit: null, spawnError: 'ENOENT' }, 'The tests did not run: ENOENT.'],
    ['took too long', { exit: null, signal: 'SIGTERM', timedOut: true }, 'The tests did not end in time.'],
    ['was killed', { exit: null, signal: 'SIGKILL' }, 'The tests did not run to their end: SIGKILL.'],
    ['is gone without a word', { exit: null }, 'The tests did not run to their end: killed.'],
    ['was not found', { exit: 127 }, 'The tests did not run: the command was not found or may not be run.'],
    ['may not be run', { exit: 126 }, 'The tests did not run: the command was not found or may not be run.'],
  ] as [string, Partial<TestRun>, string][])('%s: did not run, whatever the log says', (_, run, summary) => {
    expect(judge(red, run)).toEqual({ ...DID_NOT_RUN, summary })
    expect(judge('ℹ tests 3\nℹ pass 3\n', run).status).toBe('did-not-run')
  })

  test('a log that says nothing leaves the exit to say it', () => {
    expect(judge('')).toEqual({ status: 'passed', summary: 'Tests passed.', failing: [] })
    expect(judge('make: *** [test] Error 2\n', { exit: 2 })).toEqual({
      status: 'failed',
      summary: 'exit 2',
      failing: [],
    })
  })

  test('the exit counts, not the log: red words in a green run stay green', () => {
    expect(judge(lines('✖ a test prints this', 'ℹ tests 1', 'ℹ pass 1')).status).toBe('passed')
    expect(judge(lines('ℹ tests 1', 'ℹ pass 1', 'ℹ fail 0'), { exit: 1 }).status).toBe('failed')
  })
})

describe('a runner that is not there', () => {
  test('ran nothing: no test script, no pytest', () => {
    expect(judge('npm error Missing script: "test"\n', { exit: 1 })).toEqual(RAN_NOTHING)
    expect(judge('/usr/bin/python3: No module named pytest\n', { exit: 1 })).toEqual(RAN_NOTHING)
  })
})

describe('several runners in one log', () => {
  test('an empty package among full ones is no empty run', () => {
    expect(judge(lines('ℹ tests 0', 'ℹ pass 0', 'ℹ tests 3', 'ℹ pass 3')).status).toBe('passed')
    expect(judge(lines('No test files found, exiting with code 0', '      Tests  3 passed (3)')).status).toBe(
      'passed',
    )
  })

  test('at most fifty failing tests are named, however long the log', () => {
    const log = Array.from({ length: 200 }, (_, index) => `not ok ${index + 1} - test ${index}`)
    expect(judge(lines(...log), { exit: 1 }).failing).toHaveLength(50)
  })

  test('a hostile log is judged in a time that does not grow with its square', () => {
    const before = performance.now()
    judge(`not ok 1 - a${' '.repeat(256 * 1024)}b`, { exit: 1 })
    for (const blank of ['\n', ' ', '\t', '\r\n']) judge(blank.repeat(256 * 1024), { exit: 1 })
    judge(`${' '.repeat(300_000)}✖${'×'.repeat(300_000)} ${'- '.repeat(200_000)}`, { exit: 1 })
    expect(performance.now() - before).toBeLessThan(5000)
  })
})
