import type { Answer } from '../model/message.ts'
import type { HostConnection } from '../runtime/host-connection.ts'
import { findHere, hostOfSession } from './here.ts'
import { complain, type ExitCode, print } from './print.ts'

/** `br-tui send TEXT`: types it, waits for the answer; the exit code is the command's own. */
export async function send(text: string, { cwd }: { cwd?: string }): Promise<ExitCode> {
  const here = await findHere(cwd)
  if (!here.ok) return complain(here.error)
  const host = await hostOfSession(here.value)
  if (!host.ok) return complain(host.error)
  const answer = await ask(host.value, { text, focus: null })
  host.value.close()
  if (answer === null)
    return complain({
      message: 'The host went away before it answered.',
      mend: "Type 'br-tui status' to look.",
    })
  if (answer.exit === 0) print(answer.text)
  else process.stderr.write(`${answer.text}\n`)
  return answer.exit as ExitCode
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
