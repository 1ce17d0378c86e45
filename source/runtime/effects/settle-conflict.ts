import type { Query } from '../../commands/command.ts'
import { batchState } from '../../engine/batch-state.ts'
import type { Answer } from '../../model/message.ts'
import { ok, type Result, sentence } from '../../model/result.ts'
import type { Session, StreamFacts } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { type OpenPlace, settleMerge } from '../git/settle-merge.ts'
import { registeredWorktree } from '../git/worktree-link.ts'
import { scratchPlace } from './stream-place.ts'
import { bringUp } from './sync-stream.ts'

/**
 * A person says that a conflict is resolved: what of it is not is told by file and line, and nothing starts. For a
 * caller that has the workspace's turn.
 */
export async function settleConflict(
  runtime: Runtime,
  { stream, batch, by }: Extract<Query, { kind: 'settle' }>,
): Promise<Answer> {
  const facts = runtime.session().streams[stream]
  if (!facts) return { text: `There is no stream ${stream}.`, exit: 1 }
  const open = await openPlaces(runtime, facts)
  if (!open.ok) return { text: sentence(open.error), exit: 1 }
  if (open.value.length === 0) {
    runtime.dispatch({ type: 'batch-requested', at: runtime.now(), stream, batch, by })
    // What is told is not forgotten, whatever happens to this host now.
    await runtime.until((now) => isAskedFor(now, stream, batch))
    return { text: `${stream}: no marker is left. It is taken now, and tested when it lands.`, exit: 0 }
  }
  const text = `${stream} is not resolved yet, in ${scratchPlace(runtime, stream).path}:\n${open.value.map(placeText).join('\n')}`
  const next = "'continue' looks again, 'abort' drops the merge, 'retry' leaves it to an agent."
  return { text: `${text}\n${next}`, exit: 4 }
}

function isAskedFor({ streams }: Session, stream: string, id: string): boolean {
  const batch = streams[stream]?.batches.find((each) => each.id === id)
  return !batch || !['open', 'failed'].includes(batchState(batch))
}

/** The merge may not have begun yet: it is taken up again after one that was dropped. */
async function openPlaces(runtime: Runtime, facts: StreamFacts): Promise<Result<OpenPlace[]>> {
  const { clone, path } = scratchPlace(runtime, facts.id)
  const open = (await registeredWorktree(clone, path)) ? await settleMerge(clone, path) : ok(null)
  if (!open.ok) return open
  if (open.value !== null) return ok(open.value)
  const merged = await bringUp(runtime, facts)
  if (!merged.ok) return merged
  if (merged.value.conflicts.length === 0) return ok([])
  const again = await settleMerge(clone, path)
  return again.ok ? ok(again.value ?? []) : again
}

const placeText = ({ file, line }: OpenPlace): string =>
  line === null
    ? `  ${file}: one side took it away. Say 'resolve ours ${file}' or 'resolve theirs ${file}'.`
    : `  ${file}:${line}: a conflict marker.`
