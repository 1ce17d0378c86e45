import type { Session } from '../model/session.ts'

/** Branch and tag names in the user's repository, all of them under br/. */
export const integrationBranch = ({ slug }: Pick<Session, 'slug'>): string => `br/${slug}/integration`
export const streamBranch = ({ slug }: Pick<Session, 'slug'>, stream: string): string =>
  `br/${slug}/stream/${stream}`
/** Of work.git alone: a conflict of the stream is resolved on it, and it goes with that. */
export const conflictBranch = ({ slug }: Pick<Session, 'slug'>, stream: string): string =>
  `br/${slug}/conflict/${stream}`
export const checkpointTag = ({ slug }: Pick<Session, 'slug'>, number: number): string =>
  `br/${slug}/checkpoint-${number}`
