import { phases } from './formats/phases.ts'
import type { PlanFormat } from './plan-format.ts'

/** Every format that can be read, in the order in which a text is tried; the first is also the fallback. */
export const formats: readonly [PlanFormat, ...PlanFormat[]] = [phases]
