import { GLYPHS } from '../../commands/status.ts'
import { newestAttempt, settledTasks } from '../../engine/batch-state.ts'
import { streamStatus } from '../../engine/stream-status.ts'
import { agentOf } from '../../engine/workers.ts'
import type { Stream } from '../../model/plan.ts'
import type { Session } from '../../model/session.ts'
import { type Activity, activityOf } from './activity.ts'
import type { StatusView } from './page-view.ts'
import { said } from './said.ts'

export interface StreamView {
  id: string
  title: string
  status: StatusView
  /** Open or done, in the order of the plan. */
  tasks: { id: string; title: string; isDone: boolean }[]
  /** Agent and model of its newest try. */
  doneBy: string
  dependsOn: string[]
  activity: Activity
}

/** A session changes with every event; what is done in all of it is the same for each of its streams. */
const known = new WeakMap<Session, Set<string>>()

function settledIn(session: Session): Set<string> {
  const settled = known.get(session) ?? settledTasks(session.streams)
  known.set(session, settled)
  return settled
}

export function streamView(
  session: Session,
  { id, title, tasks, dependsOn }: Stream,
  at: number,
): StreamView {
  const { name, why, since, next } = streamStatus(session, id)
  const newest = newestAttempt(session.streams[id])
  const settled = settledIn(session)
  return {
    ...{ id, title: said(title), dependsOn },
    status: { name, glyph: GLYPHS[name], why: said(why), since, next: next && said(next) },
    tasks: tasks.map((task) => ({
      id: task.id,
      title: said(task.title, 160),
      isDone: task.state === 'done' || task.state === 'skipped' || settled.has(task.id),
    })),
    doneBy: said(
      [newest?.agent ?? agentOf(session, id), newest?.ran?.model ?? newest?.routed?.model ?? '']
        .filter(Boolean)
        .join(' · '),
      120,
    ),
    activity: activityOf(session, id, at),
  }
}
