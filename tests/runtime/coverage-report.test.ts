import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { judgeCoverage } from '../../source/checks/coverage/coverage.ts'

it('judges a report that Node itself wrote', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'br-coverage-'))
  const source =
    'export const half = (n) => {\n  if (n % 2) {\n    return undefined\n  }\n  return n / 2\n}\n'
  const test =
    "import { test } from 'node:test'\nimport { half } from './half.mjs'\ntest('half', () => half(4))\n"
  await writeFile(join(folder, 'half.mjs'), source)
  await writeFile(join(folder, 'half.test.mjs'), test)
  const report = join(folder, 'lcov.info')
  await execa(
    process.execPath,
    [
      '--test',
      '--experimental-test-coverage',
      '--test-reporter=lcov',
      `--test-reporter-destination=${report}`,
    ],
    { cwd: folder, extendEnv: false, env: { PATH: process.env.PATH } },
  )
  const verdict = judgeCoverage({
    reports: [{ path: 'lcov.info', text: await readFile(report, 'utf8'), writtenAt: 2 }],
    configured: true,
    testsStartedAt: 1,
    files: ['half.mjs', 'half.test.mjs'],
    changed: new Map([['half.mjs', [2, 3, 5]]]),
    minimum: 85,
    root: folder,
  })
  expect(verdict).toMatchObject({
    status: 'failed',
    changed: { covered: 2, measured: 3, percent: 66.66 },
    findings: [{ file: 'half.mjs', line: 3, excerpt: 'not run: 3' }],
  })
})
