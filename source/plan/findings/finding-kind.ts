import type { Diagnostic } from '../../model/plan.ts'
import type { Finding } from '../diagnose.ts'
import type { PlanContext } from './plan-context.ts'

/**
 * One thing that can be wrong with a plan, or worth knowing of it. docs/plans.md is made from these records. A message
 * says what is the matter, and how to mend it.
 */
export interface FindingKind {
  code: string
  /** The usual one; a finding may say another. */
  severity: Diagnostic['severity']
  means: string
  mend: string
  /** A small plan that has it; null where nobody would learn anything from one. */
  example: string | null
  /** Absent: whoever reads the text tells of it, because the plan that comes out no longer shows it. */
  find?: (context: PlanContext) => Found[]
}

export type Found = Omit<Finding, 'code' | 'severity'> & Partial<Pick<Finding, 'severity'>>
