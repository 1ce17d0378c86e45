import { lstat, realpath } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import type { CoverageInput } from '../checks/coverage/coverage.ts'
import { readPlainFile } from './git/read-plain-file.ts'

/** Where the usual tools write their reports unless they are told otherwise. */
const WELL_KNOWN = [
  ...['coverage/lcov.info', 'lcov.info', 'coverage/coverage-final.json', 'coverage/coverage-summary.json'],
  ...['coverage/clover.xml', 'coverage/cobertura-coverage.xml', 'coverage.xml', 'cobertura.xml'],
  ...['coverage.json', 'coverage.out', 'cover.out', 'clover.xml'],
  ...['target/site/jacoco/jacoco.xml', 'build/reports/jacoco/test/jacocoTestReport.xml'],
]

/** Bytes. A longer one is no report that was read: it is missing. */
const LARGEST = 64 * 1024 * 1024

/** What clocks of files may be behind, in ms. */
const TICK = 20

export type FoundReports = Pick<CoverageInput, 'reports' | 'configured' | 'testsStartedAt'> & {
  /** Files that are configured and are not there, or cannot be read without following a link. */
  missing: string[]
}

/** Reports that tests have left in `root`. Of those that nobody has named only fresh ones count: a cache may keep others. */
export async function findReports(
  root: string,
  configured: readonly string[],
  testsStartedAt: number,
): Promise<FoundReports> {
  const since = testsStartedAt - TICK
  const names = configured.length > 0 ? configured : WELL_KNOWN
  const read = await Promise.all(names.map((name) => readReport(root, name)))
  const found = read.flatMap((report) => report ?? [])
  return {
    configured: configured.length > 0,
    reports: configured.length > 0 ? found : found.filter(({ writtenAt }) => writtenAt >= since),
    testsStartedAt: since,
    missing: configured.filter((_, index) => read[index] === null),
  }
}

/** Tests run code of agents: a link in the place of a report, or on the way to it, is not followed. */
async function readReport(root: string, name: string): Promise<FoundReports['reports'][number] | null> {
  const path = normalize(name)
  if (path.startsWith('..') || path.startsWith('/')) return null
  const whole = join(await realpath(root), path)
  const real = await realpath(whole).catch(() => null)
  if (real !== whole) return null
  const [bytes, stat] = await Promise.all([readPlainFile(whole, LARGEST), lstat(whole).catch(() => null)])
  return bytes && stat ? { path: name, text: bytes.toString('utf8'), writtenAt: stat.mtimeMs } : null
}
