import type { CheckMode, CheckSettings } from '../model/checks.ts'
import type { Finding } from '../model/finding.ts'

export type WorkCheck = 'secrets' | 'sql-injection' | 'drift' | 'contract' | 'allow-list'
export const WORK_CHECKS: WorkCheck[] = ['secrets', 'sql-injection', 'drift', 'contract', 'allow-list']

export interface Seen {
  findings: { finding: Finding; isCurrent: boolean }[]
  /** What a check could not look at, and why. */
  unread: { check: WorkCheck; why: string }[]
}

export interface WorkVerdict {
  status: Record<WorkCheck, 'passed' | 'failed' | 'did-not-run' | 'off'>
  /** What is to be said, all of it. */
  findings: Finding[]
  /** What keeps the work from landing. */
  blocking: Finding[]
  /** The same for what was not looked at. Nothing found is no answer of a check that did not run. */
  unread: string[]
  /** All that blocks is in the history alone: no further work takes it out. */
  isHistory: boolean
  passed: boolean
}

/** What follows from what was seen, by what is set and by what a person lets stay. */
export function judgeWork(
  { findings, unread }: Seen,
  settings: CheckSettings,
  allowed: readonly { code: string; file: string }[],
): WorkVerdict {
  const modeOf = (check: string): CheckMode => modes(settings)[check as WorkCheck] ?? 'block'
  const isAllowed = ({ code, file }: Finding) =>
    allowed.some((each) => each.code === code && each.file === file)
  const kept = findings.filter(({ finding }) => modeOf(finding.check) !== 'off' && !isAllowed(finding))
  const blocking = kept.filter(
    ({ finding }) => finding.severity === 'error' && modeOf(finding.check) === 'block',
  )
  const notSeen = unread.filter(({ check }) => modeOf(check) === 'block')
  const status = (check: WorkCheck) => {
    if (modeOf(check) === 'off') return 'off'
    if (kept.some(({ finding }) => finding.check === check && finding.severity === 'error')) return 'failed'
    return unread.some((each) => each.check === check) ? 'did-not-run' : 'passed'
  }
  return {
    status: Object.fromEntries(WORK_CHECKS.map((check) => [check, status(check)])) as WorkVerdict['status'],
    findings: kept.map(({ finding }) => finding),
    blocking: blocking.map(({ finding }) => finding),
    unread: notSeen.map(({ why }) => why),
    isHistory: notSeen.length === 0 && blocking.length > 0 && blocking.every(({ isCurrent }) => !isCurrent),
    passed: blocking.length === 0 && notSeen.length === 0,
  }
}

/** The list that permits is guarded as long as anything is looked for that it could permit. */
const modes = (settings: CheckSettings): Record<WorkCheck, CheckMode> => ({
  ...settings,
  'allow-list': settings.secrets === 'off' && settings['sql-injection'] === 'off' ? 'off' : 'block',
})
