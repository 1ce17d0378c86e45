import { ok, type Result } from '../../model/result.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Landing } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import type { Gate } from '../gate.ts'
import { notice } from '../notice.ts'
import { composeMembers, type Offer } from './compose-members.ts'
import { flakyNotes, nothing, type Tested, whatFails } from './tested.ts'
import { withoutCulprits } from './without-culprits.ts'

/**
 * Puts the members together and tests that. Red tests are run once more: what is green then is flaky, which is said.
 * Red again, it is looked for who turns them red: they are left out, and the rest lands.
 */
export async function testTogether(
  runtime: Runtime,
  landing: Landing,
  gate: Gate,
  { start, offered }: { start: string; offered: Offer[] },
): Promise<Result<Tested>> {
  const whole = await composeMembers(runtime, landing, start, offered)
  if (!whole.ok) return whole
  const { commit, tree, members, leftOut } = whole.value
  const streams = members.map(({ stream }) => stream)
  const first = await gate({ commit, tree, streams })
  if (!first.ok) return first
  const isRed = first.value.status === 'failed'
  if (isRed)
    notice(runtime, ORCHESTRATOR, `${whatFails(first.value)} They are run once more on the same commit …`)
  const again = isRed ? await gate({ commit, tree, streams, again: true }) : first
  if (!again.ok) return again
  const verdict = again.value
  const isNothing = members.length === 0 && landing.kind !== 'merge' && commit === landing.base
  if (verdict.status === 'passed' || verdict.status === 'untested') {
    const detail = isNothing ? 'No stream could be merged.' : ''
    return ok({
      commit: isNothing ? null : commit,
      members,
      leftOut,
      verdict,
      detail,
      notes: flakyNotes(verdict),
    })
  }
  if (verdict.status === 'did-not-run') return ok(nothing(verdict))
  return withoutCulprits(runtime, landing, gate, {
    ...{ start, offered, whole: whole.value, red: verdict },
    afresh: (rest) => testTogether(runtime, landing, gate, { start, offered: rest }),
  })
}
