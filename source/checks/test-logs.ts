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
    // With -q its last line stands without the equals signs. With 5 it exits, which a makefile makes a 2 of.
    nothing: [
      /^(?:=+ )?(?:no tests ran|\d+ deselected) in /m,
      /: No module named pytest$/m,
      /^error: Failed to spawn: `pytest`$/m,
    ],
    something: [/^(?:=+ )?(?:\d+ \w+, )*[1-9]\d* (?:passed|failed|errors?)(?:, | in )/m],
    failing: [
      /^(?:(?:SUB)?FAILED(?:\([^)\n]*\)|\[[^\]\n]*\])?|ERROR) (\S+?\.py(?:::[^[\n]*?(?:\[.*?\])?)?)(?: - .*)?$/gm,
    ],
    passed: [/^(?:=+ )?(?:\d+ \w+, )*(\d+) passed(?:, | in )/m],
  },
  {
    name: 'unittest',
    // With 5 it exits since Python 3.12, and with 0 before.
    nothing: [/^Ran 0 tests in /m, /^NO TESTS RAN$/m],
    something: [/^Ran [1-9]\d* tests? in /m],
    // Behind it is what a sub-test was given.
    failing: [/^(?:FAIL|ERROR): \w+ \((\w[\w.]*)\)(?: [([].*)?$/gm],
    passed: [/^Ran (\d+) tests? in [\d.]+s\n\nOK/m],
  },
  {
    name: 'go',
    nothing: [
      /^testing: warning: no tests to run$|^ok[ \t]+.*\[no tests to run\]$/m,
      /^\?[ \t]+\S+[ \t]+\[no test files\]$|^\t\S+\t+coverage: 0\.0% of statements$/m,
    ],
    something: [/^--- (?:PASS|FAIL)|^ok[ \t]+\S+[ \t]+(?:[\d.]+s|\(cached\))(?!.*\[no tests to run\])/m],
    failing: [/^ *--- FAIL: (\S+)/gm, /^FAIL[ \t]+(\S+ \[(?:build|setup) failed\])$/gm],
  },
  {
    name: 'cargo',
    // Each crate and its documentation say a count of their own.
    nothing: [/^running 0 tests$/m, /^error: no tests to run$/m, /^error: no such command: /m],
    something: [/^running [1-9]\d* tests?$/m, /^ +(?:PASS|FAIL) \[ *[\d.]+s\]/m],
    failing: [
      /^test (\S+(?: - .*?)?) \.\.\. FAILED$/gm,
      /^error: (could not compile `.+?`(?: \(.+?\))?)/gm,
      /^ +FAIL \[ *[\d.]+s\](?: \(\d+\/\d+\))? \S+ (\S+)$/gm,
    ],
  },
  {
    name: 'gradle',
    nothing: [/^> Task :(?:\S+:)?\w*[tT]est NO-SOURCE$/m],
    something: [/^> Task :(?:\S+:)?\w*[tT]est(?: UP-TO-DATE| FROM-CACHE| FAILED)?$/m],
    failing: [/^(\S[^>\n]*(?: > [^>\n]+)+) FAILED$/gm, /^> Task (:\S*compile\w+) FAILED$/gm],
  },
  {
    name: 'maven',
    nothing: [/^\[INFO\] (?:No tests to run\.|Tests are skipped\.)$/m, /^\[INFO\] Tests run: 0,/m],
    something: [/^(?:\[\w+\] )?Tests run: [1-9]/m],
    failing: [
      // A test, and a file that does not compile.
      /^\[ERROR\] {3}(\w[\w$.]*\.\w+):\d+/gm,
      /^\[ERROR\] (\/.+?):\[\d+,\d+\] /gm,
    ],
    passed: [/^\[INFO\] Tests run: (\d+), Failures: 0, Errors: 0, Skipped: 0$/m],
  },
  {
    name: 'dotnet',
    nothing: [/^No test is available in /m, /^No test matches the given testcase filter/m],
    something: [/^(?:Passed|Failed)! +- Failed: +\d+, Passed: +\d+, Skipped: +\d+, Total: +[1-9]/m],
    failing: [/^ +Failed (\S.*?) \[(?:< )?\d[^\]]*\]$/gm, /^(\/.+?)\(\d+,\d+\): error CS\d+: /gm],
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
    name: 'make, just',
    nothing: [
      // Only where it is all that is said: some other target may well be up to date beside tests that ran.
      /^(?:make(?:\[\d+\])?: (?:Nothing to be done for |'[^'\n]+' is up to date|Entering|Leaving)[^\n]*(?:\n+|$))+$/,
      /^make(?:\[\d+\])?: \*\*\* No rule to make target '[^'\n]+'\. +Stop\.$/m,
      // A command that is not there: make itself exits with 2.
      /^make(?:\[\d+\])?: \*\*\* .*\bError 12[67]$/m,
      /^error: Justfile does not contain recipe /im,
    ],
  },
  {
    name: 'npm, pnpm, yarn, bun',
    nothing: [
      /^npm (?:error|ERR!) Missing script:/m,
      /ERR_PNPM_(?:RECURSIVE_RUN_)?NO_SCRIPT\b/,
      /^None of the selected packages has a "\S+" script$/m,
      /^error Command "\S+" not found\.$/m,
      /^Usage Error: Couldn't find a script named /m,
      /^error: Script not found "/m,
    ],
  },
]
