import { describe, expect, test } from 'vitest'
import { judgeTests, type TestRun } from '../../../source/checks/tests.ts'

/** Logs of runners in their usual words. unittest, make, cargo and pytest were run for it; the others are as their documentation shows them. */

const judge = (log: string, exit = 0, run: Partial<TestRun> = {}) =>
  judgeTests({ exit, signal: null, timedOut: false, spawnError: null, log, ...run })

const lines = (...all: string[]) => `${all.join('\n')}\n`
const RAN_NOTHING = { status: 'did-not-run', failing: [], summary: 'The command ran no test.' }

interface Runner {
  name: string
  passed: [log: string[], summary: string]
  failed: [log: string[], failing: string[]]
  nothing: string[][]
}

const runners: Runner[] = [
  {
    name: 'mocha',
    passed: [['  numbers', '    ✔ adds', '', '  2 passing (5ms)'], '2 tests passed.'],
    failed: [
      [
        ...['  numbers', '    ✔ adds', '    1) subtracts', '', '  1 passing (6ms)', '  1 failing', ''],
        ...['  1) numbers', '       subtracts:', '', '      AssertionError [ERR_ASSERTION]: 1 == 2'],
      ],
      ['numbers subtracts'],
    ],
    nothing: [['', '  0 passing (1ms)', '']],
  },
  {
    name: 'bun',
    passed: [
      ['a.test.ts:', '(pass) adds', '', ' 1 pass', ' 0 fail', 'Ran 1 test across 1 file. [9.00ms]'],
      '1 test passed.',
    ],
    failed: [
      [
        ...['error: expect(received).toBe(expected)', '(fail) numbers > subtracts [0.51ms]', ''],
        ...[' 1 pass', ' 1 fail', ' 2 expect() calls', 'Ran 2 tests across 1 file. [12.00ms]'],
      ],
      ['numbers > subtracts'],
    ],
    nothing: [['No tests found!']],
  },
  {
    name: 'unittest',
    passed: [['..', '-----', 'Ran 2 tests in 0.000s', '', 'OK'], '2 tests passed.'],
    failed: [
      [
        ...['F.', '=====', 'FAIL: test_a (test_x.T.test_a)', '-----', 'AssertionError: 1 != 2', ''],
        ...['Ran 2 tests in 0.000s', '', 'FAILED (failures=1)'],
      ],
      ['test_x.T.test_a'],
    ],
    nothing: [
      ['', '-----', 'Ran 0 tests in 0.000s', '', 'OK'],
      ['-----', 'Ran 0 tests in 0.000s', '', 'NO TESTS RAN'],
    ],
  },
  {
    name: 'gradle',
    passed: [['> Task :compileJava', '> Task :test', '', 'BUILD SUCCESSFUL in 2s'], 'Tests passed.'],
    failed: [
      [
        ...['> Task :shop:test FAILED', '', 'CartTest > addsUp() FAILED'],
        ...['    org.opentest4j.AssertionFailedError at CartTest.java:12', '', 'BUILD FAILED in 3s'],
      ],
      ['CartTest > addsUp()'],
    ],
    nothing: [['> Task :compileTestJava NO-SOURCE', '> Task :test NO-SOURCE', 'BUILD SUCCESSFUL in 1s']],
  },
  {
    name: 'maven',
    passed: [
      ['[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0', '[INFO] BUILD SUCCESS'],
      '3 tests passed.',
    ],
    failed: [
      [
        ...['[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0', '[ERROR] Failures:'],
        ...['[ERROR]   CartTest.addsUp:12 expected: <3> but was: <2>', '[INFO] BUILD FAILURE'],
      ],
      ['CartTest.addsUp'],
    ],
    nothing: [
      [
        '[INFO] --- surefire:3.2.5:test (default-test) @ shop ---',
        '[INFO] No tests to run.',
        '[INFO] BUILD SUCCESS',
      ],
    ],
  },
  {
    name: 'dotnet',
    passed: [
      [
        'Passed!  - Failed:     0, Passed:     3, Skipped:     0, Total:     3, Duration: 4 ms - Shop.dll (net9.0)',
      ],
      '3 tests passed.',
    ],
    failed: [
      [
        ...['  Failed Shop.CartTests.AddsUp [3 ms]', '  Error Message:'],
        'Failed!  - Failed:     1, Passed:     2, Skipped:     0, Total:     3, Duration: 4 ms - Shop.dll (net9.0)',
      ],
      ['Shop.CartTests.AddsUp'],
    ],
    nothing: [
      ['No test is available in /w/Shop.dll. Make sure that test discoverer & executors are registered.'],
    ],
  },
  {
    name: 'mix',
    passed: [['..', 'Finished in 0.02 seconds', '2 tests, 0 failures'], '2 tests passed.'],
    failed: [
      ['  1) test adds up (ShopTest)', '     test/shop_test.exs:4', '2 tests, 1 failure'],
      ['test adds up'],
    ],
    nothing: [['There are no tests to run']],
  },
  {
    name: 'nextest',
    passed: [
      ['        PASS [   0.004s] shop cart::adds', '     Summary [   0.005s] 1 test run: 1 passed'],
      'Tests passed.',
    ],
    failed: [
      ['        FAIL [   0.004s] shop cart::adds', '     Summary [   0.005s] 1 test run: 0 passed, 1 failed'],
      ['cart::adds'],
    ],
    nothing: [['    Starting 0 tests across 1 binary', 'error: no tests to run']],
  },
]

describe.each(runners)('$name', ({ passed, failed, nothing }) => {
  test('passed, with how many where it says so', () => {
    expect(judge(lines(...passed[0]))).toEqual({ status: 'passed', summary: passed[1], failing: [] })
  })

  test('failed, with the names', () => {
    expect(judge(lines(...failed[0]), 1)).toEqual({
      status: 'failed',
      summary: `${failed[1].length} failing`,
      failing: failed[1],
    })
  })

  test('ran nothing is neither, whatever the exit', () => {
    for (const log of nothing)
      for (const exit of [0, 1]) expect(judge(lines(...log), exit)).toEqual(RAN_NOTHING)
  })

  test('ran something in one part of a repository, nothing in another', () => {
    for (const log of nothing) expect(judge(lines(...log, ...passed[0])).status).toBe('passed')
  })
})

test('make with nothing to do ran no test; what it did run counts', () => {
  expect(judge("make: Nothing to be done for 'test'.\n")).toEqual(RAN_NOTHING)
  expect(judge("make: 'test' is up to date.\n")).toEqual(RAN_NOTHING)
  expect(judge("make[1]: Entering directory '/w'\nmake[1]: Nothing to be done for 'test'.\n")).toEqual(
    RAN_NOTHING,
  )
  expect(judge("make[1]: Nothing to be done for 'lib'.\nRan 2 tests in 0.1s\n\nOK\n").status).toBe('passed')
  // Nobody knows this runner, but it said something.
  expect(judge("make: 'lib' is up to date.\nall good\n").status).toBe('passed')
})

describe('what hides that there was nothing', () => {
  // As make 4.3, pytest 9.0 and npm 11 said it.
  test.each([
    [
      'a command that make did not find',
      'make: nope: No such file or directory\nmake: *** [Makefile:2: test] Error 127',
      2,
    ],
    ['a target that is not there', "make: *** No rule to make target 'test'.  Stop.", 2],
    ['pytest -q behind make', 'no tests ran in 1.30s\nmake: *** [Makefile:2: test] Error 5', 2],
    ['pytest, all deselected', '1 deselected in 0.92s', 5],
    ['just', 'error: Justfile does not contain recipe `test`', 1],
    ['pnpm', ' ERR_PNPM_NO_SCRIPT  Missing script: test', 1],
    ['yarn 1', 'error Command "test" not found.', 1],
    ['yarn', 'Usage Error: Couldn\'t find a script named "test".', 1],
    ['bun', 'error: Script not found "test"', 1],
    ['uv without pytest', 'error: Failed to spawn: `pytest`', 2],
    ['cargo without nextest', 'error: no such command: `nextest`', 101],
    ['go with a filter', 'ok  \tshop/cart\t0.002s [no tests to run]', 0],
    ['go with coverage', '\tshop/cart\t\tcoverage: 0.0% of statements', 0],
  ])('%s', (_, log, exit) => {
    expect(judge(`${log}\n`, exit)).toEqual(RAN_NOTHING)
  })
})

describe('what does not compile is red, with what is known of it, though others have no tests', () => {
  test.each([
    [
      'go',
      [
        '?   \tshop\t[no test files]',
        '# shop/cart',
        'cart/cart.go:3:8: undefined: x',
        'FAIL\tshop/cart [build failed]',
      ],
      'shop/cart [build failed]',
    ],
    [
      'cargo',
      [
        'running 0 tests',
        'error: this file contains an unclosed delimiter',
        ' --> tests/t.rs:1:10',
        'error: could not compile `shop` (test "t") due to 1 previous error',
      ],
      'could not compile `shop` (test "t")',
    ],
    ['gradle', ['> Task :a:test NO-SOURCE', '> Task :b:compileTestJava FAILED'], ':b:compileTestJava'],
    [
      'maven',
      [
        '[INFO] No tests to run.',
        '[ERROR] COMPILATION ERROR :',
        '[ERROR] /w/src/Cart.java:[3,5] cannot find symbol',
      ],
      '/w/src/Cart.java',
    ],
    [
      'dotnet',
      ['No test is available in /w/A.dll.', '/w/B/Cart.cs(3,5): error CS1002: ; expected [/w/B/B.csproj]'],
      '/w/B/Cart.cs',
    ],
    [
      'pytest',
      ['ERROR test_b.py', '!!! Interrupted: 1 error during collection !!!', '1 error in 1.03s'],
      'test_b.py',
    ],
  ])('%s', (_, log, name) => {
    expect(judge(lines(...log), 1)).toMatchObject({ status: 'failed', failing: [name] })
  })
})

test('names with a dash in them, and of sub-tests', () => {
  const pytest = lines(
    'SUBFAILED(i=1) test_a.py::T::test_a - AssertionError: 1 != 2',
    'FAILED test_b.py::test_x[x - y] - AssertionError: m - n',
    '2 failed in 1.10s',
  )
  expect(judge(pytest, 1).failing).toEqual(['test_a.py::T::test_a', 'test_b.py::test_x[x - y]'])
  const unittest = lines(
    'FAIL: test_a (test_a.T.test_a) (i=1)',
    'Ran 1 test in 0.001s',
    '',
    'FAILED (failures=1)',
  )
  expect(judge(unittest, 1).failing).toEqual(['test_a.T.test_a'])
})

test('a hostile makefile is judged in a time that does not grow with its square', () => {
  const before = performance.now()
  judge(`${"make: 'a' is up to date. \n \n".repeat(9000)}x`)
  judge(`FAILED a.py::${'[] - '.repeat(50_000)}`, 1)
  expect(performance.now() - before).toBeLessThan(5000)
})
