import { expect, test } from 'vitest'
import { agentEnvironment, testEnvironment } from '../../../source/runtime/worker/environment.ts'
import { runPaths } from '../../../source/runtime/worker/run-paths.ts'

const parent = {
  PATH: '/bin',
  HOME: '/home/me',
  LC_ALL: 'C',
  EDITOR: 'vi',
  GIT_DIR: '/elsewhere',
  BR_RUN: 'outer',
  MY_API_KEY: 'x',
  DATABASE: 'y',
}
const ids = { run: 'r', session: 's', stream: 't', batch: 'b' }

test('an agent gets the allow-list, what the settings name, and where its batch is', () => {
  const paths = runPaths('/runs/r')
  expect(
    agentEnvironment(parent, {
      allow: ['MY_API_KEY', 'GIT_DIR', 'BR_RUN'],
      ...ids,
      paths,
      model: 'small',
      ports: 20_010,
    }),
  ).toEqual({
    ...{ PORT: '20010', BR_PORT_BASE: '20010', BR_PORTS: '20010-20019' },
    PATH: '/bin',
    HOME: '/home/me',
    LC_ALL: 'C',
    MY_API_KEY: 'x',
    GIT_TERMINAL_PROMPT: '0',
    TMPDIR: '/runs/r/tmp',
    BR_RUN: 'r',
    BR_SESSION: 's',
    BR_STREAM: 't',
    BR_BATCH: 'b',
    BR_MODEL: 'small',
    BR_COMMAND_FILE: '/runs/r/command.json',
    BR_STATUS_FILE: '/runs/r/status/status.json',
    BR_PROMPT_FILE: '/runs/r/prompt.md',
    BR_DECISIONS_FILE: '/runs/r/decisions.md',
  })
})

test('tests get no key, and are marked as what they are', () => {
  expect(testEnvironment(parent, { allow: ['MY_API_KEY', 'DATABASE'], run: 'gate' })).toEqual({
    PATH: '/bin',
    HOME: '/home/me',
    LC_ALL: 'C',
    DATABASE: 'y',
    GIT_TERMINAL_PROMPT: '0',
    BR_RUN: 'gate',
  })
})
