import { createInterface, type Interface } from 'node:readline'
import { nextSentence } from '../commands/check.ts'
import { batchState, lastAttempt } from '../engine/batch-state.ts'
import type { Batch, Note, Session } from '../model/session.ts'
import type { HostConnection } from '../runtime/host-connection.ts'
import { openFolder } from '../runtime/open-folder.ts'
import { follow } from './follow.ts'
import { type ExitCode, plain, print, printHeard } from './print.ts'
import { noteLine } from './run.ts'
import { ask } from './send.ts'

/**
 * The session in a plain terminal: what happens is printed, a line that is typed is a command. Also works on a pipe,
 * where the next line waits until the stream is not running, as a person would.
 */
export async function lineClient(
  host: HostConnection,
  { focus }: { focus: string | null },
): Promise<ExitCode> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY === true,
  })
  const isTerminal = process.stdin.isTTY === true
  lines.setPrompt(isTerminal ? `${focus ?? 'orchestrator'} › ` : '')
  let waiting: (() => void)[] = []
  const shows = ({ about }: Note) => focus === null || about === focus
  const following = follow(host, focus === null ? [] : [focus], {
    onNote: (note) => {
      if (shows(note)) above(lines, isTerminal, focus === null ? noteLine(note) : note.text)
    },
    onOutput: (_, text) => above(lines, isTerminal, text.replace(/\n$/, '')),
    onState: (session) => {
      if (isAtRest(session, focus)) for (const go of waiting.splice(0)) go()
    },
  })
  const atRest = () => {
    const session = following.session()
    if (!session || isAtRest(session, focus)) return Promise.resolve()
    return new Promise<void>((resolve) => {
      waiting = [...waiting, resolve]
    })
  }

  // A pipe has nobody to prompt, and may have ended already.
  const prompt = () => {
    if (isTerminal) lines.prompt()
  }
  greet(following.session(), focus)
  prompt()
  let exit: ExitCode = 0
  let left = false
  void host.closed.then((stopping) => {
    if (!left)
      print(
        stopping
          ? '\nThe session was stopped. Go on with: br-tui'
          : '\nThe host is gone. Workers live on and nothing is lost; go on with: br-tui',
      )
    lines.close()
  })
  for await (const line of lines) {
    if (line.trim() === '') {
      prompt()
      continue
    }
    if (!isTerminal) await Promise.race([atRest(), host.closed])
    const answer = await ask(host, { text: line, focus })
    if (answer === null) break
    exit = answer.exit as ExitCode
    if (answer.open && isTerminal) await openFolder(answer.open)
    else printHeard(answer.text)
    if (answer.quit) break
    prompt()
  }
  if (!isTerminal) await Promise.race([atRest(), host.closed])
  left = true
  following.stop()
  host.close()
  lines.close()
  return isTerminal ? 0 : exit
}

/** What was said last, so that somebody who comes back knows where things are. */
function greet(session: Session | null, focus: string | null): void {
  if (!session) return
  if (focus !== null) printHeard(nextSentence(session, focus))
  else for (const note of session.notes.slice(-6)) printHeard(noteLine(note))
}

/** Nothing is to be waited for. A person's own batch ends when they say so, here or elsewhere. */
const isAtRest = (session: Session, focus: string | null): boolean =>
  Object.values(session.streams).every(
    ({ id, batches }) => (focus !== null && id !== focus) || !batches.some(isUnderWay),
  )

const isUnderWay = (batch: Batch): boolean => {
  const state = batchState(batch)
  return state === 'wanted' || (state === 'running' && lastAttempt(batch)?.agent !== 'manual')
}

/** Prints without tearing the line that is being typed. */
function above(lines: Interface, isTerminal: boolean, text: string): void {
  if (!isTerminal) printHeard(text)
  else {
    process.stdout.write(`\r\x1b[K${plain(text)}\n`)
    lines.prompt(true)
  }
}
