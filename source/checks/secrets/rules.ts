import { assignmentRules } from './assignment-rules.ts'
import { contextRules } from './context-rules.ts'
import type { SecretRule } from './rule.ts'
import { tokenRules } from './token-rules.ts'

/** The table. Where two of them find the same, the earlier one says what it is. */
export const secretRules: SecretRule[] = [...tokenRules, ...contextRules, ...assignmentRules]
