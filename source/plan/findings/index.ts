import { claimMismatch } from './claim-mismatch.ts'
import { cycle } from './cycle.ts'
import { declaredParallelButOrdered } from './declared-parallel-but-ordered.ts'
import { doneAfterUndone } from './done-after-undone.ts'
import { duplicateId } from './duplicate-id.ts'
import { duplicateName } from './duplicate-name.ts'
import type { FindingKind } from './finding-kind.ts'
import { likelyShared } from './likely-shared.ts'
import { noDuration } from './no-duration.ts'
import { noFiles } from './no-files.ts'
import { orderContradiction } from './order-contradiction.ts'
import { sharedFile } from './shared-file.ts'
import { toldByReaders } from './told-by-readers.ts'

/** Every kind of finding, in the order of docs/plans.md. */
export const findingKinds: readonly FindingKind[] = [
  claimMismatch,
  sharedFile,
  likelyShared,
  declaredParallelButOrdered,
  orderContradiction,
  doneAfterUndone,
  cycle,
  duplicateId,
  duplicateName,
  noDuration,
  noFiles,
  ...toldByReaders,
]
