import { ok, type Result } from '../../model/result.ts'
import { climbInWorkspace } from '../conflicts/climb-in-workspace.ts'
import type { Runtime } from '../context.ts'
import { type MergeOutcome, type MergeRequest, mergeIntoWorkspace } from '../git/merge-into-workspace.ts'
import { notice } from '../notice.ts'

/** Merges into a worktree of the stream, and settles there what needs nobody. The turn is the caller's. */
export async function mergeAndSettle(
  runtime: Runtime,
  stream: string,
  place: MergeRequest,
): Promise<Result<MergeOutcome>> {
  const merged = await mergeIntoWorkspace(place)
  if (!merged.ok || !merged.value.isNew || merged.value.conflicts.length === 0) return merged
  const settled = await settleSimple(runtime, stream, place.path)
  if (!settled.ok) return settled
  return settled.value ? mergeIntoWorkspace(place) : merged
}

/** Whether anything was: what turned the tests red before is not tried again. */
async function settleSimple(runtime: Runtime, stream: string, path: string): Promise<Result<boolean>> {
  const refused = runtime
    .session()
    .landings.flatMap(({ leftOut }) => leftOut)
    .findLast((left) => left.stream === stream)?.refused
  const resolved = await climbInWorkspace(runtime, path, refused ?? [])
  if (!resolved.ok) return resolved
  if (resolved.value.length === 0) return ok(false)
  const ways = resolved.value.map(({ file, rung }) => `${file} by ${rung}`).join(', ')
  notice(runtime, stream, `Settled without anybody: ${ways}.`, 'info')
  return ok(true)
}
