import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judgeTests } from '../../source/checks/tests.ts'
import { runCommand } from '../../source/runtime/run-command.ts'
import { freshPath } from '../helpers/repo.ts'

/** What the runners that are on this machine say is read as it is meant. Those that are not are passed over, by name. */

let count = 0

async function judged(command: string, files: Record<string, string>) {
  const cwd = freshPath('runner')
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), text)
  }
  const ran = await runCommand({
    ...{
      command,
      cwd,
      logFile: `${cwd}.log`,
      timeoutSeconds: 60,
      mark: `real-${process.pid}-${++count}`,
      allow: [],
    },
    stopped: new AbortController().signal,
  })
  return judgeTests(ran)
}

const isHere = (program: string, ...args: string[]): boolean => {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

interface Runner {
  name: string
  isHere: boolean
  command: string
  good: Record<string, string>
  bad: Record<string, string>
  failing: string[]
  nothing: Record<string, string>
}

const PACKAGE = '{"scripts":{"test":"node --test"}}'
const TEST = "import test from 'node:test'\n"

const runners: Runner[] = [
  {
    ...{ name: 'node --test behind npm', isHere: true, command: 'npm test' },
    good: { 'package.json': PACKAGE, 'a.test.mjs': `${TEST}test('adds', () => {})\n` },
    bad: { 'package.json': PACKAGE, 'a.test.mjs': `${TEST}test('adds', () => { throw new Error('no') })\n` },
    failing: ['adds'],
    nothing: { 'package.json': '{"scripts":{"build":"tsc"}}' },
  },
  {
    ...{ name: 'unittest', isHere: isHere('python3', '--version'), command: 'python3 -m unittest' },
    good: { 'test_a.py': unittest('self.assertEqual(1, 1)') },
    bad: { 'test_a.py': unittest('self.assertEqual(1, 2)') },
    failing: ['test_a.T.test_adds'],
    nothing: { 'a.py': '' },
  },
  {
    ...{ name: 'unittest behind make', isHere: isHere('make', '--version'), command: 'make test' },
    good: { Makefile: 'test:\n\tpython3 -m unittest\n', 'test_a.py': unittest('pass') },
    bad: { Makefile: 'test:\n\tpython3 -m unittest\n', 'test_a.py': unittest('raise ValueError(1)') },
    failing: ['test_a.T.test_adds'],
    nothing: { Makefile: 'test:\n\tno-such-runner\n' },
  },
  {
    ...{ name: 'pytest -q behind make', isHere: isHere('python3', '-m', 'pytest', '--version') },
    command: 'make test',
    good: { Makefile: 'test:\n\tpython3 -m pytest -q\n', 'test_a.py': 'def test_adds(): pass\n' },
    bad: { Makefile: 'test:\n\tpython3 -m pytest -q\n', 'test_a.py': 'def test_adds(): assert 0\n' },
    failing: ['test_a.py::test_adds'],
    nothing: { Makefile: 'test:\n\tpython3 -m pytest -q\n' },
  },
]

function unittest(line: string): string {
  return `import unittest\nclass T(unittest.TestCase):\n    def test_adds(self):\n        ${line}\n`
}

for (const { name, isHere: here, command, good, bad, failing, nothing } of runners)
  describe.skipIf(!here)(name, () => {
    test('green, red with the name, and nothing ran', async () => {
      const [green, red, none] = await Promise.all(
        [good, bad, nothing].map((files) => judged(command, files)),
      )
      expect(green).toMatchObject({ status: 'passed', summary: expect.stringMatching(/^1 test passed\.$/) })
      expect(red).toEqual({ status: 'failed', summary: `${failing.length} failing`, failing })
      expect(none).toMatchObject({ status: 'did-not-run', failing: [] })
    })
  })
