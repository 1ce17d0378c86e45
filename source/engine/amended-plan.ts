import type { Plan } from '../model/plan.ts'
import type { Session } from '../model/session.ts'
import { withStreams } from '../plan/adapt-plan.ts'

/** A plan with the files that a person gives to streams beside those of its file, however often that is read again. */
export const amendedPlan = (plan: Plan, { streams }: Pick<Session, 'streams'>): Plan =>
  withStreams(plan, (stream) => {
    const more = streams[stream.id]?.amended.filter((file) => !stream.files.includes(file)) ?? []
    return more.length > 0 ? { ...stream, files: [...stream.files, ...more] } : stream
  })
