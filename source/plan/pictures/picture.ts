import type { Plan, PlanReport, Schedule } from '../../model/plan.ts'

/** What every picture of a schedule shows. Times are in the plan's unit and count from 0. */
export interface Picture {
  title: string
  unit: Plan['unit']
  length: number
  workers: number
  phases: PicturePhase[]
}

export interface PicturePhase {
  title: string
  /** When the last stream before its barrier ends; null: it begins with none. */
  barrier: number | null
  bars: PictureBar[]
}

export interface PictureBar {
  id: string
  title: string
  start: number
  end: number
  worker: number
  tasks: { done: number; total: number }
  isLongest: boolean
}

/** Streams in the order of the plan, by phase; within one as they start. */
export const pictureOf = (report: PlanReport): Picture => {
  const { title, unit, phases, schedule } = report
  const scheduled = new Map(schedule.streams.map((stream) => [stream.id, stream]))
  const barriers = barrierTimes(report, schedule)
  const longest = new Set(schedule.criticalPath)
  return {
    title,
    unit,
    length: schedule.parallel,
    workers: schedule.workers,
    phases: phases.map((phase) => ({
      title: phase.title,
      barrier: barriers.get(phase.id) ?? null,
      bars: phase.streams
        .flatMap(({ id, title: name, tasks }): PictureBar[] => {
          const times = scheduled.get(id)
          const done = tasks.filter(({ state }) => state === 'done' || state === 'skipped').length
          const { start = 0, end = 0, worker = 1 } = times ?? {}
          const of = { done, total: tasks.length }
          return times ? [{ id, title: name, start, end, worker, tasks: of, isLongest: longest.has(id) }] : []
        })
        .sort((a, b) => a.start - b.start || a.worker - b.worker),
    })),
  }
}

const barrierTimes = ({ phases }: Plan, { streams }: Schedule): Map<string, number> => {
  const ends = new Map(streams.map(({ id, end }) => [id, end]))
  const times = new Map<string, number>()
  let latest = 0
  for (const { id, barrier, streams: own } of phases) {
    if (barrier && latest > 0) times.set(id, latest)
    for (const stream of own) latest = Math.max(latest, ends.get(stream.id) ?? 0)
  }
  return times
}
