import { type TestLog, testLogs } from './test-logs.ts'

/** What a test run's exit and log mean. "Did not run" is neither passed nor failed. */
export interface TestRun {
  exit: number | null
  signal: string | null
  timedOut: boolean
  /** Why it could not even be started. */
  spawnError: string | null
  log: string
}

export interface TestResult {
  status: 'passed' | 'failed' | 'did-not-run'
  summary: string
  failing: string[]
}

export function judgeTests({ exit, signal, timedOut, spawnError, log }: TestRun): TestResult {
  const text = shortLines(withoutColours(log))
  const didNotRun = (summary: string): TestResult => ({ status: 'did-not-run', summary, failing: [] })
  if (spawnError !== null) return didNotRun(`The tests did not run: ${spawnError}.`)
  if (timedOut) return didNotRun('The tests did not end in time.')
  // A shell's word for a command that a signal ended: 128 and the signal's number. Most often there was no memory left.
  if (exit === 137 || exit === 143) return didNotRun('The tests did not run to their end: they were killed.')
  if (exit === 126 || exit === 127)
    return didNotRun('The tests did not run: the command was not found or may not be run.')
  if (signal !== null || exit === null)
    return didNotRun(`The tests did not run to their end: ${signal ?? 'killed'}.`)
  const failing = exit === 0 ? [] : failingTests(text)
  // What one part cannot build is red, however many others have no tests.
  if (failing.length === 0 && ranNothing(text)) return didNotRun('The command ran no test.')
  if (exit === 0) return { status: 'passed', summary: countLine(text), failing }
  const summary = failing.length > 0 ? `${failing.length} failing` : `exit ${exit}`
  return { status: 'failed', summary, failing }
}

const all = (kind: 'nothing' | 'something' | 'failing' | 'passed'): RegExp[] =>
  testLogs.flatMap((log: TestLog) => log[kind] ?? [])
const NOTHING = all('nothing')
const SOMETHING = all('something')
const FAILING = all('failing')
const PASSED = all('passed')

/** Only when nothing else in the log says that something ran: a workspace may have one empty package among full ones. */
const ranNothing = (text: string): boolean =>
  NOTHING.some((pattern) => pattern.test(text)) && !SOMETHING.some((pattern) => pattern.test(text))

/** Names of failing tests, as far as the log of a known runner tells. At most 50. */
function failingTests(text: string): string[] {
  const names = FAILING.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, name = '']) => name.replace(/\n +/g, ' ').trim()),
  )
  const once = [...new Set(names)]
    .filter((name) => name !== '' && !/^failing tests:?$/.test(name))
    .slice(0, 50)
  // vitest names a test twice: alone, and with its file and suite.
  return once.filter((name) => !once.some((other) => other.endsWith(` > ${name}`)))
}

function countLine(text: string): string {
  for (const pattern of PASSED) {
    const count = pattern.exec(text)?.[1]
    if (count) return `${count} ${count === '1' ? 'test' : 'tests'} passed.`
  }
  return 'Tests passed.'
}

const withoutColours = (text: string): string => text.replace(/\x1b\[[0-9;]*m/g, '')

/** No name is longer, and the patterns look at every blank of a line more than once. */
const shortLines = (text: string): string => text.replace(/^(.{500}).+$/gm, '$1')
