import type { Attempt, Batch, Session } from '../../model/session.ts'
import { said } from './said.ts'

/** What a stream did, the newest last. Days are those of the host's clock. */
export interface Activity {
  yesterday: Deed[]
  today: Deed[]
}

export interface Deed {
  at: number
  text: string
  tone: 'good' | 'bad' | 'plain'
}

/** As many of a day as one reads; the newest are kept. */
const MOST = 12

export function activityOf(session: Session, id: string, now: number): Activity {
  const today = new Date(now).setHours(0, 0, 0, 0)
  // Not a fixed number of hours: days on which clocks are changed have others.
  const yesterday = new Date(today - 1).setHours(0, 0, 0, 0)
  const deeds = deedsOf(session, id)
  const within = (from: number, to: number) => deeds.filter(({ at }) => at >= from && at < to).slice(-MOST)
  return { yesterday: within(yesterday, today), today: within(today, Number.POSITIVE_INFINITY) }
}

export const deedsOf = (session: Session, id: string): Deed[] =>
  [
    ...(session.streams[id]?.batches ?? []).flatMap((batch) =>
      batch.attempts.flatMap((attempt) => attemptDeed(session, id, batch, attempt)),
    ),
    ...session.landings.flatMap(({ kind, number, state, endedAt, members, leftOut, verdict }): Deed[] => {
      if (endedAt === null) return []
      const name = `${kind}-${number}`
      const out = leftOut.find(({ stream }) => stream === id)
      if (out) return [{ at: endedAt, text: `Left out of ${name}: ${out.reason}`, tone: 'bad' }]
      if (state !== 'published' || !members.some(({ stream }) => stream === id)) return []
      return [{ at: endedAt, text: `Landed in ${name}, tests ${verdict?.status ?? 'not run'}`, tone: 'good' }]
    }),
    ...session.decisions
      .filter(({ by }) => by === id)
      .map(({ at, text }): Deed => ({ at, text: `Decided: ${said(text, 160)}`, tone: 'plain' })),
  ].sort((a, b) => a.at - b.at)

function attemptDeed(session: Session, id: string, batch: Batch, attempt: Attempt): Deed[] {
  const { startedAt, endedAt, ending } = attempt
  if (ending === null || endedAt === null)
    return startedAt === null
      ? []
      : [{ at: startedAt, text: `Began ${about(session, id, batch)}`, tone: 'plain' }]
  if (ending.kind === 'done') return [{ at: endedAt, text: `Did ${about(session, id, batch)}`, tone: 'good' }]
  return [{ at: endedAt, text: said(`${batch.id} ${ending.kind}: ${ending.detail}`, 200), tone: 'bad' }]
}

/** What a batch is about: its tasks by their titles. */
function about({ plan }: Session, id: string, { id: batch, kind, tasks, files }: Batch): string {
  if (kind === 'conflict') return said(`${batch}: conflict in ${files.join(', ')}`, 200)
  if (kind === 'repair') return `${batch}: repair`
  const own = plan.phases.flatMap(({ streams }) => streams).find((stream) => stream.id === id)?.tasks ?? []
  const titles = tasks.map((task) => own.find((each) => each.id === task)?.title ?? task)
  return said(`${batch}: ${titles.join(' · ')}`, 200)
}
