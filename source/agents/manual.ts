import { ok } from '../model/result.ts'
import type { AgentRecord } from './agent.ts'

/** A person who takes the batches of a stream in their own terminal. */
export const manual: AgentRecord = {
  name: 'manual',
  summary: 'you, or anyone, with `br-tui worker --stream NAME` in another terminal',
  matches: (spec) => spec.trim() === 'manual',
  start: () => ok({ kind: 'person' }),
  listens: false,
}
