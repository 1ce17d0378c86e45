import { currentBatch } from '../../engine/batch-state.ts'
import type { Session } from '../../model/session.ts'
import { said } from './said.ts'

/** Work that does not fit what landed, and whose it is to mend. */
export interface ConflictView {
  stream: string
  /** The files in conflict. */
  where: string
  /** Streams it conflicts with; empty: what was integrated before. */
  against: string[]
  who: string
}

const WHO = {
  agent: 'its agent resolves it',
  person: 'you resolve it',
  aborting: 'its merge is being dropped',
  nobody: "its merge was dropped: it waits for 'continue' or 'open'",
}

export const conflictViews = (session: Session): ConflictView[] =>
  Object.values(session.streams).flatMap((facts) => {
    const batch = currentBatch(facts)
    if (batch?.kind !== 'conflict') return []
    const out = session.landings
      .flatMap(({ leftOut }) => leftOut)
      .findLast(({ stream, reason }) => stream === facts.id && reason === 'conflict')
    return [
      {
        stream: facts.id,
        where: said(batch.files.join(', ')),
        against: out?.against ?? [],
        who: WHO[batch.resolver ?? 'agent'],
      },
    ]
  })
