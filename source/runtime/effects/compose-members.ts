import { foreseenOrder } from '../../engine/foreseen.ts'
import { mergeOrder } from '../../engine/merge-order.ts'
import { ok, type Result } from '../../model/result.ts'
import type { Landing, LeftOut, Member, Resolved } from '../../model/session.ts'
import { climb } from '../conflicts/climb.ts'
import type { Runtime } from '../context.ts'
import { changedFiles, treeOf } from '../git/commits.ts'
import { type MergedCommit, mergeCommit } from '../git/compose.ts'
import { conflictPairs } from '../git/conflict-pairs.ts'

/** What was put together: a commit that holds the members, and who did not fit. */
export interface Composed {
  commit: string
  tree: string
  members: Member[]
  leftOut: LeftOut[]
}

/** One that is put together with others; `refused`: ways to settle its conflicts that turned the tests red. */
export interface Offer extends Member {
  refused?: readonly Resolved[]
}

/**
 * Mostly everybody fits in the order in which they were offered, or that the radar suggests. Who conflicts with whom,
 * which is asked for every two of them, is wanted only when somebody does not fit, to find an order in which more do.
 */
export async function composeMembers(
  runtime: Runtime,
  landing: Landing,
  start: string,
  offered: Offer[],
): Promise<Result<Composed>> {
  const first = await mergeAll(runtime, landing, start, asForeseen(runtime, offered))
  if (!first.ok || first.value.leftOut.length === 0) return first
  const order = await inOrder(runtime.places.landClone, start, offered)
  if (!order.ok) return order
  const again = await mergeAll(runtime, landing, start, order.value)
  if (!again.ok) return again
  return again.value.leftOut.length > first.value.leftOut.length ? first : again
}

async function mergeAll(
  runtime: Runtime,
  landing: Landing,
  start: string,
  offered: Offer[],
): Promise<Result<Composed>> {
  const bare = await treeOf(runtime.places.landClone, start)
  if (!bare.ok) return bare
  let onto = { commit: start, tree: bare.value }
  const members: Member[] = []
  const leftOut: LeftOut[] = []
  for (const member of offered) {
    const merged = await addMember(runtime, landing, onto, member)
    if (!merged.ok) return merged
    if (merged.value.kind === 'conflict') {
      leftOut.push(await inConflict(runtime.places.landClone, landing, member, merged.value.files, members))
      continue
    }
    if (merged.value.kind === 'merged') onto = { commit: merged.value.commit, tree: merged.value.tree }
    members.push(asTaken(member, merged.value))
  }
  return ok({ ...onto, members, leftOut })
}

async function inOrder(land: string, trunk: string, offered: Offer[]): Promise<Result<Offer[]>> {
  if (offered.length < 2) return ok(offered)
  const heads = offered.map(({ stream, head }) => ({ id: stream, commit: head }))
  const pairs = await conflictPairs({ repo: land, trunk, heads })
  if (!pairs.ok) return pairs
  const order = mergeOrder(
    offered.map(({ stream }) => stream),
    pairs.value,
  )
  return ok(sorted(offered, order))
}

/** What the radar saw is mostly still so, and then nobody has to be asked. */
const asForeseen = ({ session }: Runtime, offered: Offer[]): Offer[] =>
  sorted(
    offered,
    foreseenOrder(
      session(),
      offered.map(({ stream }) => stream),
    ),
  )

const sorted = (offered: Offer[], order: readonly string[]): Offer[] =>
  order.map((id) => offered.find(({ stream }) => stream === id) as Offer)

/** The one place where a stream is merged. A conflict that needs nobody is settled on the way. */
function addMember(
  runtime: Runtime,
  { kind }: Landing,
  { commit: onto, tree: ontoTree }: { commit: string; tree?: string },
  { stream, head, batches, refused = [] }: Offer,
): Promise<Result<MergedCommit>> {
  const message =
    kind === 'update' ? `Merge ${stream} into integration` : `Merge ${stream}: ${batches.join(', ')}`
  return mergeCommit(runtime.places.landClone, {
    ...{ onto, ontoTree, head, message, sign: runtime.session().repo.signs },
    resolve: (merged) => climb(runtime, merged, refused),
  })
}

/** The member as it landed. */
function asTaken({ stream, head, batches }: Offer, merged: MergedCommit): Member {
  const resolved = merged.kind === 'merged' ? merged.resolved : []
  return { stream, head, batches, ...(resolved.length > 0 ? { resolved } : {}) }
}

/** Names the streams on the other side of a conflict: those of this landing that changed one of its files. */
async function inConflict(
  land: string,
  { base }: Landing,
  { stream, refused = [] }: Offer,
  files: string[],
  members: Member[],
): Promise<LeftOut> {
  const against: string[] = []
  for (const member of members) {
    const changed = await changedFiles(land, base, member.head)
    if (changed.ok && changed.value.some((file) => files.includes(file))) against.push(member.stream)
  }
  const tried = refused.map(({ file, rung }) => `${file} by ${rung}`).join(', ')
  const log = tried && `Settled without anybody, the tests fail: ${tried}.`
  return {
    stream,
    reason: 'conflict',
    files,
    against,
    tests: [],
    log,
    ...(refused.length > 0 ? { refused: [...refused] } : {}),
  }
}
