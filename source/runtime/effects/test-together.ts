import { ok, type Result } from '../../model/result.ts'
import type { GateVerdict, Landing, LeftOut, Member } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import type { Gate } from '../gate.ts'
import {
  addMember,
  asTaken,
  type Composed,
  composeMembers,
  inConflict,
  type Offer,
  refusing,
} from './compose-members.ts'

/** What came of it; without a commit nothing lands. */
export interface Tested {
  commit: string | null
  members: Member[]
  leftOut: LeftOut[]
  verdict: GateVerdict
  detail: string
}

/** Puts the members together and tests that; when it is red, again one at a time: who turns it red is left out. */
export async function testTogether(
  runtime: Runtime,
  landing: Landing,
  gate: Gate,
  { start, offered }: { start: string; offered: Member[] },
): Promise<Result<Tested>> {
  const whole = await composeMembers(runtime, landing, start, offered)
  if (!whole.ok) return whole
  const verdict = await gate(whole.value.commit, whole.value.tree)
  if (!verdict.ok) return verdict
  const { commit, members, leftOut } = whole.value
  const isNothing = members.length === 0 && landing.kind !== 'merge' && commit === landing.base
  if (verdict.value.status === 'passed' || verdict.value.status === 'untested') {
    const detail = isNothing ? 'No stream could be merged.' : ''
    return ok({ commit: isNothing ? null : commit, members, leftOut, verdict: verdict.value, detail })
  }
  if (verdict.value.status === 'did-not-run') {
    const detail = whyNot(verdict.value)
    return ok({ commit: null, members: [], leftOut: [], verdict: verdict.value, detail })
  }
  return oneByOne(runtime, landing, gate, { start, whole: whole.value, red: verdict.value })
}

async function oneByOne(
  runtime: Runtime,
  landing: Landing,
  gate: Gate,
  { start, whole, red }: { start: string; whole: Composed; red: GateVerdict },
): Promise<Result<Tested>> {
  let commit = start
  let verdict = red
  const members: Member[] = []
  const leftOut = [...whole.leftOut]
  const waiting: Offer[] = [...whole.members]
  for (let member = waiting.shift(); member; member = waiting.shift()) {
    const merged = await addMember(runtime, landing, { commit }, member)
    if (!merged.ok) return merged
    if (merged.value.kind === 'conflict') {
      leftOut.push(await inConflict(runtime.places.landClone, landing, member, merged.value.files, members))
      continue
    }
    const judged = await gate(merged.value.commit)
    if (!judged.ok) return judged
    if (judged.value.status === 'did-not-run') {
      return ok({
        commit: null,
        members: [],
        leftOut: [],
        verdict: judged.value,
        detail: whyNot(judged.value),
      })
    }
    if (judged.value.status === 'failed') {
      const again = refusing(member, merged.value)
      if (again) {
        waiting.unshift(again)
        continue
      }
      leftOut.push({
        stream: member.stream,
        reason: 'tests',
        files: [],
        against: [],
        tests: judged.value.failing,
        log: await gate.logTail(judged.value),
      })
      continue
    }
    commit = merged.value.commit
    verdict = judged.value
    members.push(asTaken(member, merged.value))
  }
  if (members.length > 0) return ok({ commit, members, leftOut, verdict, detail: '' })
  return nobodyFits(gate, { start, leftOut, red })
}

/** Before a stream is blamed: is it red without any of them? Then it was red before, and mending is nobody's next batch. */
async function nobodyFits(
  gate: Gate,
  { start, leftOut, red }: { start: string; leftOut: LeftOut[]; red: GateVerdict },
): Promise<Result<Tested>> {
  const bare = await gate(start)
  if (!bare.ok) return bare
  if (bare.value.status === 'passed') {
    return ok({ commit: null, members: [], leftOut, verdict: red, detail: whyNot(red) })
  }
  const detail = `The tests fail without any of the streams as well: ${bare.value.failing.join(', ') || bare.value.summary}. Mend your base branch, then type 'update'; or 'retry STREAM' to have a stream mend it.`
  return ok({
    commit: null,
    members: [],
    leftOut: leftOut.filter(({ reason }) => reason !== 'tests'),
    verdict: bare.value,
    detail,
  })
}

export const whyNot = ({ status, summary, failing, log }: GateVerdict): string => {
  const what = status === 'failed' ? `The tests fail: ${failing.slice(0, 5).join(', ') || summary}.` : summary
  return log ? `${what} Its log: ${log}` : what
}
