import type { Effect } from '../model/effect.ts'
import type { EventOf } from '../model/event.ts'
import type { Halt, Session } from '../model/session.ts'
import { type HaltingEnding, isHalting, tryAgainAt } from './halts.ts'
import { lengthText } from './length-text.ts'
import { say, withBatch } from './patch.ts'
import type { Updated } from './update.ts'

const withHalt = (session: Session, agent: string, change: Partial<Halt>): Session => {
  const halt = session.halts[agent]
  return halt ? { ...session, halts: { ...session.halts, [agent]: { ...halt, ...change } } } : session
}

const withoutHalt = (session: Session, agent: string): Session => {
  const { [agent]: _, ...halts } = session.halts
  return { ...session, halts }
}

/** Arms the timers of halts that end by themselves; also for a host that has just started. */
export const awaitHalts = ({ halts }: Session): Effect[] =>
  Object.entries(halts).flatMap(([agent, { isOver, until }]) =>
    isOver || until === null ? [] : [{ type: 'await-halt' as const, agent, until }],
  )

/**
 * A try that met a limit, a missing login or no network: its batch stays wanted, and no stream of its agent starts
 * until one has got through. Others that still ran when the halt began meet the same wall: that is no news.
 */
export function onHalted(before: Session, event: EventOf<'attempt-ended'>, agent: string): Updated {
  const { at, stream, batch, run } = event
  const ending = event.ending as HaltingEnding
  const known = before.halts[agent]
  const isNews = !known || known.isOver
  const tries = (known?.tries ?? 0) + (isNews ? 1 : 0)
  const again = tryAgainAt(ending, tries, at)
  const until = isNews || again === null ? again : latest(known.until, again)
  const halt: Halt = {
    ...{ reason: ending.reason, detail: ending.detail, since: known?.since ?? at, until, tries },
    ...{ isOver: false, first: null, probe: null },
  }
  const wanted = withBatch(before, stream, batch, () => ({ wanted: true, failure: ending.detail }))
  const session = { ...wanted, halts: { ...wanted.halts, [agent]: halt } }
  const rest = run === known?.probe ? 'Still so.' : `No stream of ${nameOf(agent)} starts meanwhile.`
  const next =
    until === null
      ? `Mend that, then type 'retry ${stream}'.`
      : `One tries again in ${lengthText(until - at)}.`
  return {
    session: say(session, at, stream, `${batch} waits: ${sentenceOf(ending.detail)} ${rest} ${next}`, 'warn'),
    effects: awaitHalts({ ...session, halts: { [agent]: halt } }),
  }
}

/** The time has come, or a person does not want to wait: one stream may try. */
export function onHaltOver(before: Session, { at, agent, until, stream, by }: EventOf<'halt-over'>): Updated {
  const halt = before.halts[agent]
  // A timer of a halt that was set anew since is late, not right.
  if (!halt || (by === 'clock' && (halt.isOver || halt.until !== until)))
    return { session: before, effects: [] }
  const session = withHalt(before, agent, {
    isOver: true,
    first: stream,
    ...(halt.isOver ? {} : { probe: null }),
  })
  const text = `${nameOf(agent)} is tried again, by one stream first.`
  return { session: by === 'clock' ? say(session, at, 'orchestrator', text) : session, effects: [] }
}

/** Its provider answers again: everybody may go on. */
export function onGotThrough(before: Session, { at, agent }: EventOf<'halt-lifted'>): Updated {
  if (!before.halts[agent]) return { session: before, effects: [] }
  const text = `${nameOf(agent)} answers again: its streams go on.`
  return { session: say(withoutHalt(before, agent), at, 'orchestrator', text, 'good'), effects: [] }
}

/** The first to start after a halt is the one that tries. */
export const withProbe = (session: Session, { agent, run }: { agent: string; run: string }): Session =>
  session.halts[agent]?.isOver && session.halts[agent].probe === null
    ? withHalt(session, agent, { probe: run, first: null })
    : session

/**
 * The try is over and did not meet the wall again. One that ended in its own words got through, also when nobody heard
 * of it; of one that was cancelled or crashed nobody knows, and another may try.
 */
export function afterProbe(session: Session, { run, ending, at }: EventOf<'attempt-ended'>): Session {
  const found = Object.entries(session.halts).find(([, { probe }]) => probe === run)
  if (!found || isHalting(ending)) return session
  const [agent] = found
  const gotThrough = ['done', 'empty', 'blocked'].includes(ending.kind) || ending.reason === 'max-turns'
  return gotThrough
    ? onGotThrough(session, { type: 'halt-lifted', at, agent }).session
    : withHalt(session, agent, { probe: null })
}

/** Who opens a session again may have logged in meanwhile. */
export const logInsTriedAgain = (session: Session): Session => ({
  ...session,
  halts: Object.fromEntries(
    Object.entries(session.halts).map(([agent, halt]) => [
      agent,
      halt.until === null ? { ...halt, isOver: true, tries: 0 } : halt,
    ]),
  ),
})

const latest = (a: number | null, b: number): number | null => (a === null ? null : Math.max(a, b))

/** The agent of a setting, without its arguments: `acp: goose …` is long. */
const nameOf = (agent: string): string => (agent.length > 40 ? `${agent.slice(0, 39)}…` : agent)

const sentenceOf = (detail: string): string => `${detail.replace(/\.$/, '')}.`
