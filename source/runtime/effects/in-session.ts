import { runningAttempts } from '../../engine/running-attempts.ts'
import type { Runtime } from '../context.ts'
import type { RunAddress } from './run-address.ts'

/** Kept with the try, so that the next one can go on in it. */
export function inSession(
  { dispatch, now, session }: Runtime,
  address: RunAddress,
  agentSession: string,
): void {
  const attempt = runningAttempts(session()).find(({ run }) => run === address.run)?.attempt
  if (attempt && attempt.agentSession !== agentSession)
    dispatch({ type: 'attempt-in-session', at: now(), ...address, agentSession })
}
