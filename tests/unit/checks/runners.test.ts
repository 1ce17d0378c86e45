import { describe, expect, test } from 'vitest'
import { judgeTests, type TestRun } from '../../../source/checks/tests.ts'

/** The true logs of seven runners lie side by side here, which makes it longer than other files. */

const judge = (log: string, run: Partial<TestRun> = {}) =>
  judgeTests({ exit: 0, signal: null, timedOut: false, spawnError: null, log, ...run })

const lines = (...all: string[]) => `${all.join('\n')}\n`

const RAN_NOTHING = { status: 'did-not-run', failing: [], summary: 'The command ran no test.' }

describe('node:test, spec', () => {
  const end = (tests: number, pass: number, fail: number) => [
    `ℹ tests ${tests}`,
    'ℹ suites 1',
    `ℹ pass ${pass}`,
    `ℹ fail ${fail}`,
    'ℹ cancelled 0',
    'ℹ skipped 0',
    'ℹ todo 0',
    'ℹ duration_ms 119.944663',
  ]

  test('passed, with how many', () => {
    expect(judge(lines('✔ adds (0.77ms)', '﹣ later (0.1ms) # SKIP', ...end(2, 1, 0)))).toEqual({
      status: 'passed',
      summary: '1 test passed.',
      failing: [],
    })
  })

  test('failed, with each name once though the log has it twice, and without what is only to do', () => {
    const log = lines(
      '✔ adds (0.773356ms)',
      '▶ numbers',
      '  ✖ subtracts (1.003157ms)',
      '  ⚠ later (0.284381ms) # TODO',
      '  ﹣ not now (3.16364ms) # SKIP',
      '✖ numbers (6.599383ms)',
      ...end(4, 1, 1),
      '',
      '✖ failing tests:',
      '',
      'test at a.test.mjs:4:29',
      '✖ subtracts (1.003157ms)',
      '  AssertionError [ERR_ASSERTION]: 1 == 2',
      '      at TestContext.<anonymous> (file:///a.test.mjs:4:60)',
    )
    expect(judge(log, { exit: 1 })).toEqual({
      status: 'failed',
      summary: '2 failing',
      failing: ['subtracts', 'numbers'],
    })
  })

  test('ran nothing', () => {
    expect(judge(lines(...end(0, 0, 0)))).toEqual(RAN_NOTHING)
  })
})

describe('TAP', () => {
  test('failed: nested tests and their suite, without what is to do or skipped', () => {
    const log = lines(
      'TAP version 13',
      '# Subtest: numbers',
      '    # Subtest: subtracts',
      '    not ok 1 - subtracts',
      '      ---',
      '      duration_ms: 0.948726',
      "      error: '1 == 2'",
      '      ...',
      '    not ok 2 - later # TODO',
      '    not ok 3 - never # SKIP no such machine',
      '    ok 4 - adds',
      '    1..4',
      'not ok 1 - numbers',
      '1..1',
      '# tests 4',
      '# pass 1',
      '# fail 1',
    )
    expect(judge(log, { exit: 1 }).failing).toEqual(['subtracts', 'numbers'])
  })

  test('passed, and ran nothing', () => {
    expect(judge(lines('TAP version 13', 'ok 1 - adds', '1..1', '# tests 1', '# pass 1')).summary).toBe(
      '1 test passed.',
    )
    expect(judge(lines('TAP version 13', '1..0', '# tests 0', '# pass 0'))).toEqual(RAN_NOTHING)
  })
})

describe('vitest', () => {
  test('passed, colours and all', () => {
    const log = lines(
      '',
      '\u001b[1m\u001b[46m RUN \u001b[49m\u001b[22m \u001b[36mv5.1.1 \u001b[39m\u001b[90m/repo\u001b[39m',
      '',
      ' \u001b[32m✓\u001b[39m b.test.ts \u001b[2m(\u001b[22m\u001b[2m3 tests\u001b[22m\u001b[2m)\u001b[22m',
      '',
      '\u001b[2m Test Files \u001b[22m \u001b[1m\u001b[32m1 passed\u001b[39m\u001b[22m\u001b[90m (1)\u001b[39m',
      '\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[32m3 passed\u001b[39m\u001b[22m\u001b[90m (3)\u001b[39m',
    )
    expect(judge(log)).toEqual({ status: 'passed', summary: '3 tests passed.', failing: [] })
  })

  test('failed, with file, suite and test', () => {
    const log = lines(
      ' ❯ b.test.ts (3 tests | 1 failed | 1 skipped) 10ms',
      '   ✓ adds 2ms',
      '   ❯ numbers (2)',
      '     × subtracts 6ms',
      '',
      '⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯',
      '',
      ' FAIL  b.test.ts > numbers > subtracts',
      'AssertionError: expected 1 to be 2 // Object.is equality',
      '',
      ' Test Files  1 failed (1)',
      '      Tests  1 failed | 1 passed | 1 skipped (3)',
    )
    expect(judge(log, { exit: 1 })).toEqual({
      status: 'failed',
      summary: '1 failing',
      failing: ['b.test.ts > numbers > subtracts'],
    })
  })

  test('ran nothing, whether that is an error there or not', () => {
    for (const exit of [0, 1])
      expect(judge(lines('', `No test files found, exiting with code ${exit}`, ''), { exit })).toEqual(
        RAN_NOTHING,
      )
  })
})

describe('jest', () => {
  test('passed', () => {
    const log = lines(
      'PASS ./a.test.js',
      '  ✓ adds (2 ms)',
      '',
      'Tests:       1 passed, 1 total',
      'Time:        0.3 s',
    )
    expect(judge(log).summary).toBe('1 test passed.')
  })

  test('failed, with the file and the test', () => {
    const log = lines(
      'FAIL ./a.test.js',
      '  numbers',
      '    ✕ subtracts (3 ms)',
      '',
      '  ● numbers › subtracts',
      '',
      '    expect(received).toBe(expected)',
      '',
      'Test Suites: 1 failed, 1 total',
      'Tests:       1 failed, 1 passed, 2 total',
    )
    expect(judge(log, { exit: 1 }).failing).toEqual(['./a.test.js', 'numbers › subtracts'])
  })

  test('ran nothing', () => {
    const log = lines(
      'No tests found, exiting with code 1',
      'Run with `--passWithNoTests` to exit with code 0',
    )
    expect(judge(log, { exit: 1 })).toEqual(RAN_NOTHING)
  })
})

describe('pytest', () => {
  const begin = [
    '============ test session starts ============',
    'platform linux -- Python 3.11.7, pytest-9.0.3',
  ]

  test('passed, with how many', () => {
    const log = lines(
      ...begin,
      'collected 3 items',
      '',
      'test_a.py ...  [100%]',
      '',
      '===== 3 passed in 0.02s =====',
    )
    expect(judge(log)).toEqual({ status: 'passed', summary: '3 tests passed.', failing: [] })
  })

  test('failed, with names', () => {
    const log = lines(
      ...begin,
      'collected 3 items',
      '',
      'test_a.py .F.                            [100%]',
      '========== FAILURES ==========',
      '__________ test_sub[a b] __________',
      "E   AssertionError: assert 'a' == 'c'",
      '========== short test summary info ==========',
      "FAILED test_a.py::test_sub[a b] - AssertionError: assert 'a' == 'c'",
      '========== 1 failed, 2 passed in 0.74s ==========',
    )
    expect(judge(log, { exit: 1 })).toEqual({
      status: 'failed',
      summary: '1 failing',
      failing: ['test_a.py::test_sub[a b]'],
    })
  })

  test('a test file that cannot be imported is red', () => {
    const log = lines(
      ...begin,
      'collected 0 items / 1 error',
      'ERROR test_b.py',
      '===== 1 error in 0.95s =====',
    )
    expect(judge(log, { exit: 2 }).status).toBe('failed')
  })

  test('ran nothing, quietly or not', () => {
    expect(
      judge(lines(...begin, 'collected 0 items', '', '===== no tests ran in 0.86s ====='), { exit: 5 }),
    ).toEqual(RAN_NOTHING)
    expect(judge('\nno tests ran in 0.62s\n', { exit: 5 })).toEqual(RAN_NOTHING)
  })

  test('another program may end with 5 for a reason of its own', () => {
    expect(judge('five things are wrong\n', { exit: 5 }).status).toBe('failed')
  })
})

describe('go', () => {
  test('passed', () => {
    expect(
      judge(lines('ok  \texample.com/x\t0.003s', '?   \texample.com/x/cmd\t[no test files]')).status,
    ).toBe('passed')
  })

  test('failed, with the test', () => {
    const log = lines(
      '--- FAIL: TestSub (0.00s)',
      '    --- FAIL: TestSub/negative (0.00s)',
      '        x_test.go:7: 1 != 2',
      'FAIL',
      'FAIL\texample.com/x\t0.003s',
      'FAIL',
    )
    expect(judge(log, { exit: 1 }).failing).toEqual(['TestSub', 'TestSub/negative'])
  })

  test('ran nothing', () => {
    const log = lines(
      'testing: warning: no tests to run',
      'PASS',
      'ok  \texample.com/x\t0.003s [no tests to run]',
    )
    expect(judge(log)).toEqual(RAN_NOTHING)
  })

  test('ran nothing where no package has a test file', () => {
    const log = lines('?   \texample.com/x\t[no test files]', '?   \texample.com/x/cmd\t[no test files]')
    expect(judge(log)).toEqual(RAN_NOTHING)
  })

  test('ran something where one package has no test among others', () => {
    const log = lines(
      'ok  \texample.com/a\t0.01s',
      'testing: warning: no tests to run',
      'ok  \texample.com/b\t(cached) [no tests to run]',
    )
    expect(judge(log).status).toBe('passed')
  })
})

describe('cargo', () => {
  const result = (passed: number, failed: number) =>
    `test result: ${failed > 0 ? 'FAILED' : 'ok'}. ${passed} passed; ${failed} failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s`
  const docs = ['   Doc-tests x', '', 'running 0 tests', '', result(0, 0)]

  test('passed, though the documentation has no test', () => {
    expect(judge(lines('running 1 test', 'test tests::adds ... ok', '', result(1, 0), ...docs)).status).toBe(
      'passed',
    )
  })

  test('failed, with the path of the test', () => {
    const log = lines(
      'running 2 tests',
      'test tests::adds ... ok',
      'test tests::subtracts ... FAILED',
      '',
      'failures:',
      '',
      '---- tests::subtracts stdout ----',
      "thread 'tests::subtracts' panicked at src/lib.rs:2:59:",
      '',
      'failures:',
      '    tests::subtracts',
      '',
      result(1, 1),
      'error: test failed, to rerun pass `--lib`',
    )
    expect(judge(log, { exit: 101 })).toEqual({
      status: 'failed',
      summary: '1 failing',
      failing: ['tests::subtracts'],
    })
  })

  test('ran nothing', () => {
    expect(judge(lines('running 0 tests', '', result(0, 0), ...docs))).toEqual(RAN_NOTHING)
  })

  test('that does not compile is red', () => {
    expect(judge('error[E0425]: cannot find value `x`\n', { exit: 101 })).toMatchObject({
      status: 'failed',
      summary: 'exit 101',
    })
  })
})
