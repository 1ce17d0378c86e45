/** What the logs of test runners say, a record for each of them. The patterns look at a log without colours. */
export interface TestLog {
  name: string
  /** No test was there to be run. */
  nothing?: RegExp[]
  /** At least one test ran, whatever became of it. Only blanks of the line: `\s` would go on over lines, and take for ever. */
  something?: RegExp[]
  /** The name of a test that failed. */
  failing?: RegExp[]
  /** How many passed. */
  passed?: RegExp[]
}

export const testLogs: TestLog[] = [
  {
    name: 'node:test, TAP',
    nothing: [/^(?:#|ℹ) tests 0$/m],
    something: [/^(?:#|ℹ) tests [1-9]/m],
    failing: [
      /^ *not ok \d+ - (?!.*# (?:skip|todo))(.+?)(?: +#.*)?$/gim,
      /^ *✖ (.+?)(?: \(\d[\d.]*m?s\))?$/gm,
    ],
    passed: [/^(?:#|ℹ) pass (\d+)$/m],
  },
  {
    name: 'vitest, jest',
    nothing: [/^No test files found/im, /^No tests found/im],
    something: [/^ *Tests:? .*\b[1-9]\d* (?:passed|failed)/m],
    failing: [/^ *(?:FAIL|×) +(?!\[)(.+?)(?: +\d+m?s)?$/gm, /^ *● (.+ › .+)$/gm],
    passed: [/^ *Tests:? .*?\b(\d+) passed/m],
  },
  {
    name: 'mocha',
    nothing: [/^ +0 passing \(/m],
    something: [/^ +[1-9]\d* (?:passing|failing)\b/m],
    // Listed once more at the end: ` 1) numbers` and below it `subtracts:`.
    failing: [/^ {2}\d+\) (.+(?:\n {7}.+)*):$/gm],
    passed: [/^ +(\d+) passing \(/m],
  },
  {
    name: 'bun',
    nothing: [/^Ran 0 tests across/m],
    something: [/^Ran [1-9]\d* tests? across/m],
    failing: [/^\(fail\) (.+?)(?: \[\d[\d.]*m?s\])?$/gm],
    passed: [/^ *(\d+) pass$/m],
  },
  {
    name: 'pytest',
    nothing: [/^=+ no tests ran/im, /: No module named pytest$/m],
    something: [/^=+ .*\b[1-9]\d* (?:passed|failed)/m],
    failing: [/^(?:FAILED|ERROR) (\S+?\.py(?:::.*?)?)(?: - .*)?$/gm],
    passed: [/^=+ .*?\b(\d+) passed/m],
  },
  {
    name: 'unittest',
    // With 5 it exits since Python 3.12, and with 0 before.
    nothing: [/^Ran 0 tests in /m, /^NO TESTS RAN$/m],
    something: [/^Ran [1-9]\d* tests? in /m],
    failing: [/^(?:FAIL|ERROR): \w+ \((\w[\w.]*)\)$/gm],
    passed: [/^Ran (\d+) tests? in [\d.]+s\n\nOK/m],
  },
  {
    name: 'go',
    nothing: [/^testing: warning: no tests to run$|^\?[ \t]+\S+[ \t]+\[no test files\]$/m],
    something: [/^--- (?:PASS|FAIL)|^ok[ \t]+\S+[ \t]+(?:[\d.]+s|\(cached\))(?!.*\[no tests to run\])/m],
    failing: [/^ *--- FAIL: (\S+)/gm],
  },
  {
    name: 'cargo',
    // Each crate and its documentation say a count of their own.
    nothing: [/^running 0 tests$/m, /^error: no tests to run$/m],
    something: [/^running [1-9]\d* tests?$/m, /^ +(?:PASS|FAIL) \[ *[\d.]+s\]/m],
    failing: [/^test (\S+) \.\.\. FAILED$/gm, /^ +FAIL \[ *[\d.]+s\](?: \(\d+\/\d+\))? \S+ (\S+)$/gm],
  },
  {
    name: 'gradle',
    nothing: [/^> Task :(?:\S+:)?\w*[tT]est NO-SOURCE$/m],
    something: [/^> Task :(?:\S+:)?\w*[tT]est(?: UP-TO-DATE| FROM-CACHE| FAILED)?$/m],
    failing: [/^(\S[^>\n]*(?: > [^>\n]+)+) FAILED$/gm],
  },
  {
    name: 'maven',
    nothing: [/^\[INFO\] (?:No tests to run\.|Tests are skipped\.)$/m, /^\[INFO\] Tests run: 0,/m],
    something: [/^(?:\[\w+\] )?Tests run: [1-9]/m],
    failing: [/^\[ERROR\] {3}(\w[\w$.]*\.\w+):\d+/gm],
    passed: [/^\[INFO\] Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0$/m],
  },
  {
    name: 'dotnet',
    nothing: [/^No test is available in /m, /^No test matches the given testcase filter/m],
    something: [/^(?:Passed|Failed)! +- Failed: +\d+, Passed: +\d+, Skipped: +\d+, Total: +[1-9]/m],
    failing: [/^ +Failed (\S.*?) \[\d[^\]]*\]$/gm],
    passed: [/^Passed! +- Failed: +0, Passed: +(\d+),/m],
  },
  {
    name: 'mix',
    nothing: [/^There are no tests to run$/m],
    something: [/^(?:\d+ doctests?, )?[1-9]\d* tests?, \d+ failures?/m],
    failing: [/^ +\d+\) (test .+) \(\S+\)$/gm],
    passed: [/^(?:\d+ doctests?, )?(\d+) tests?, 0 failures/m],
  },
  {
    name: 'make, npm',
    nothing: [
      /^make(?:\[\d+\])?: (?:Nothing to be done for|'[^']+' is up to date)/m,
      /^npm error Missing script:/m,
    ],
  },
]
