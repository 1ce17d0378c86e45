import { VERSION } from '../host/version.ts'
import type { Answer } from '../model/message.ts'
import { problem, type Result } from '../model/result.ts'
import { connectHost, type HostConnection } from '../runtime/host-connection.ts'
import { findHere, hostOfSession } from './here.ts'
import { complain, type ExitCode, printHeard, warnHeard } from './print.ts'

/** `br-tui send TEXT`: types it, waits for the answer; the exit code is the command's own. */
export async function send(text: string, { cwd }: { cwd?: string }): Promise<ExitCode> {
  const host = await findHost(cwd)
  if (!host.ok) return complain(host.error)
  const answer = await ask(host.value, { text, focus: null })
  host.value.close()
  if (answer === null)
    return complain({
      message: 'The host went away before it answered.',
      mend: "Type 'br-tui status' to look.",
    })
  if (answer.exit === 0) printHeard(answer.text)
  else warnHeard(answer.text)
  return answer.exit as ExitCode
}

/** Inside a worker that is the host it works for: its workspace belongs to a repository of ours, not to the user's. */
export async function findHost(cwd: string | undefined): Promise<Result<HostConnection>> {
  const { env } = process
  if (cwd === undefined && env.BR_RUN && env.BR_HOST) {
    const running = await connectHost(env.BR_HOST, { version: VERSION, env })
    if (!running.ok || running.value) return running as Result<HostConnection>
    return problem('The host is not running now.', 'Try again when it is.')
  }
  const here = await findHere(cwd)
  return here.ok ? hostOfSession(here.value) : here
}

let requests = 0

/** One typed line and its answer; null when the host is gone before. */
export async function ask(
  host: HostConnection,
  { text, focus }: { text: string; focus: string | null },
): Promise<Answer | null> {
  requests += 1
  const request = requests
  const answered = new Promise<Answer>((resolve) => {
    const stop = host.listen((message) => {
      if (message.type !== 'answer' || message.request !== request) return
      stop()
      resolve(message.answer)
    })
  })
  host.send({ type: 'type', request, focus, text })
  return Promise.race([answered, host.closed.then(() => null)])
}
