import { ok, type Result } from '../../model/result.ts'
import type { Handed, StreamFacts } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import type { CollectedWork } from '../git/collect.ts'
import { mergeBase } from '../git/commits.ts'
import { diffText } from '../git/read.ts'
import { takeOut } from '../git/take-out.ts'
import { plainText } from '../worker/plain-text.ts'
import type { RunAddress } from './run-address.ts'
import { workPlace } from './stream-place.ts'

/** Takes out of collected work what a person hands over to other streams. The workspace's turn is the caller's. */
export async function handOver(
  runtime: Runtime,
  address: RunAddress,
  collected: CollectedWork,
): Promise<Result<CollectedWork>> {
  let work = collected
  for (const pending of runtime.session().streams[address.stream]?.handOvers ?? []) {
    const rest = await handOverOne(runtime, address, work, pending)
    if (!rest.ok) return rest
    work = rest.value
  }
  return ok(work)
}

async function handOverOne(
  runtime: Runtime,
  { stream, batch }: RunAddress,
  work: CollectedWork,
  { file, to, at }: StreamFacts['handOvers'][number],
): Promise<Result<CollectedWork>> {
  const { slug, integration } = runtime.session()
  const { path } = workPlace(runtime, stream)
  const base = await mergeBase(path, integration, work.head)
  if (!base.ok) return base
  const taken = await takeOut({
    ...{ path, file, base: base.value, head: work.head },
    // The same for a second call after one that was cut short.
    keepAs: `refs/br-snapshots/${slug}/${stream}-handed-${at}`,
    message: `${stream}: leave ${JSON.stringify(file)} to ${to}\n\nBr-Task: ${stream}.${batch}\n`,
  })
  if (!taken.ok) return taken
  const { kept, head } = taken.value
  const handed = kept === null ? ok(null) : await described(runtime, { stream, file, base: base.value, kept })
  if (!handed.ok) return handed
  runtime.dispatch({ type: 'file-handed-over', at: runtime.now(), stream, to, file, kept: handed.value })
  const files = work.files.filter((each) => each !== file)
  const commits = head === work.head ? work.commits : [...work.commits, head]
  // Nothing but what is somebody else's: that is no work of its own.
  return ok({ ...work, head, files, commits: files.length > 0 ? commits : [] })
}

/** Characters. The whole is in the commit. */
const LONGEST_DIFF = 6000

async function described(
  { places, mask }: Runtime,
  { stream, file, base, kept }: { stream: string; file: string; base: string; kept: string },
): Promise<Result<Handed>> {
  const whole = await diffText(places.workClone, base, kept, { file })
  if (!whole.ok) return whole
  const text = mask(plainText(whole.value)).trimEnd()
  const diff =
    text.length > LONGEST_DIFF ? `${text.slice(0, LONGEST_DIFF)}\n[… the rest is in the commit]` : text
  return ok({ file, from: stream, base, commit: kept, diff })
}
