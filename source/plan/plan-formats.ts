import { beads } from './formats/beads.ts'
import { checklist } from './formats/checklist.ts'
import { gsd } from './formats/gsd.ts'
import { kiro } from './formats/kiro.ts'
import { matrix } from './formats/matrix.ts'
import { openSpec } from './formats/openspec.ts'
import { phases } from './formats/phases.ts'
import { specKit } from './formats/spec-kit.ts'
import { superpowers } from './formats/superpowers.ts'
import { taskMaster } from './formats/task-master.ts'
import type { PlanFormat } from './plan-format.ts'

/** Every format that can be read, in the order in which a text is tried: who knows more signs of its own comes first. */
export const formats: readonly PlanFormat[] = [
  taskMaster,
  beads,
  gsd,
  specKit,
  kiro,
  openSpec,
  matrix,
  superpowers,
  checklist,
  phases,
]

/** What a text is taken for that none of them knows. */
export const fallback: PlanFormat = phases
