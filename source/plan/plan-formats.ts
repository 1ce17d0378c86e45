import { checklist } from './formats/checklist.ts'
import { matrix } from './formats/matrix.ts'
import { phases } from './formats/phases.ts'
import { taskMaster } from './formats/task-master.ts'
import type { PlanFormat } from './plan-format.ts'

/** Every format that can be read, in the order in which a text is tried: who knows more signs of its own comes first. */
export const formats: readonly PlanFormat[] = [taskMaster, matrix, checklist, phases]

/** What a text is taken for that none of them knows. */
export const fallback: PlanFormat = phases
