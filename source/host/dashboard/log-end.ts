import type { Session } from '../../model/session.ts'
import { tail } from '../../runtime/run-command.ts'
import { plainText } from '../../text/plain.ts'

const MOST_BYTES = 256 * 1024

/** The end of the log of one run of a landing's tests, -1: of the one that decided; null: there is none. */
export async function logEnd({ landings }: Session, number: number, run: number): Promise<string | null> {
  const landing = landings.find((each) => each.number === number)
  // The session says where it is: nothing of a request becomes a path.
  const path = run === -1 ? landing?.verdict?.log : landing?.gates[run]?.log
  return path
    ? plainText(await tail(path, MOST_BYTES)) || 'It has printed nothing, or is no longer there.\n'
    : null
}
