import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeWork, type Seen, WORK_CHECKS } from '../../../source/checks/judge-work.ts'
import { DEFAULT_CHECKS } from '../../../source/model/checks.ts'

const finding = (check: string, severity: 'error' | 'warning' | 'info' = 'error') => ({
  ...{ check, code: `${check}-code`, severity, file: 'a.ts', line: 1, column: 1, excerpt: 'x', mend: 'y' },
})
const seen = (...found: Seen['findings']): Seen => ({ findings: found, unread: [] })
const SECRET = { finding: finding('secrets'), isCurrent: true }

describe('whether work passes', () => {
  it('does with nothing found, and with warnings', () => {
    expect(judgeWork(seen(), DEFAULT_CHECKS, []).passed).toBe(true)
    const warned = seen({ finding: finding('drift', 'warning'), isCurrent: true })
    expect(judgeWork(warned, DEFAULT_CHECKS, [])).toMatchObject({
      passed: true,
      findings: [{ check: 'drift' }],
    })
  })

  it('does not with an error, unless the check warns only, is off, or a person lets it stay', () => {
    expect(judgeWork(seen(SECRET), DEFAULT_CHECKS, [])).toMatchObject({
      passed: false,
      status: { secrets: 'failed' },
    })
    const warn = { ...DEFAULT_CHECKS, secrets: 'warn' as const }
    expect(judgeWork(seen(SECRET), warn, [])).toMatchObject({ passed: true, findings: [{}], blocking: [] })
    const off = { ...DEFAULT_CHECKS, secrets: 'off' as const }
    expect(judgeWork(seen(SECRET), off, [])).toMatchObject({
      passed: true,
      findings: [],
      status: { secrets: 'off' },
    })
    const allowed = [{ code: 'secrets-code', file: 'a.ts' }]
    expect(judgeWork(seen(SECRET), DEFAULT_CHECKS, allowed)).toMatchObject({ passed: true, findings: [] })
    expect(judgeWork(seen(SECRET), DEFAULT_CHECKS, [{ code: 'secrets-code', file: 'b.ts' }]).passed).toBe(
      false,
    )
  })

  it('tells what no further work can mend from what it can', () => {
    const old = { finding: finding('secrets'), isCurrent: false }
    expect(judgeWork(seen(old), DEFAULT_CHECKS, []).isHistory).toBe(true)
    expect(judgeWork(seen(old, SECRET), DEFAULT_CHECKS, []).isHistory).toBe(false)
    expect(judgeWork(seen(), DEFAULT_CHECKS, []).isHistory).toBe(false)
  })

  it('never passes when a check that blocks did not run, whatever else was found or allowed', () => {
    const anyFinding = fc.record({
      finding: fc
        .tuple(fc.constantFrom(...WORK_CHECKS), fc.constantFrom('error', 'warning', 'info'))
        .map(([check, severity]) => finding(check, severity as 'error')),
      isCurrent: fc.boolean(),
    })
    const unread = fc.array(fc.record({ check: fc.constantFrom(...WORK_CHECKS), why: fc.string() }), {
      minLength: 1,
    })
    const allowed = fc.array(
      fc.constantFrom(...WORK_CHECKS).map((check) => ({ code: `${check}-code`, file: 'a.ts' })),
    )
    fc.assert(
      fc.property(fc.array(anyFinding), unread, allowed, (findings, notSeen, permitted) => {
        const verdict = judgeWork({ findings, unread: notSeen }, DEFAULT_CHECKS, permitted)
        expect(verdict.passed).toBe(false)
        for (const { check } of notSeen) expect(verdict.status[check]).not.toBe('passed')
      }),
    )
  })
})
