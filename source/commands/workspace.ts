import { batchState, currentBatch } from '../engine/batch-state.ts'
import { findStream } from '../plan/stream-graph.ts'
import { answer, type Call, type Command, factsOf } from './command.ts'

export const path: Command = {
  name: 'path',
  aliases: ['where', 'folder'],
  group: 'look',
  usage: 'path STREAM',
  summary: "prints the folder of the stream's workspace",
  scope: 'stream',
  disabledReason: whyNoFolder,
  run: (call) => answer(factsOf(call).workspace.path ?? ''),
}

const PROGRAMS = ['shell', 'editor', 'agent'] as const

/** What may be said after it; nothing: what runs there already, else a shell. */
export const OPENED: readonly string[] = [...PROGRAMS, 'outside']

export const open: Command = {
  name: 'open',
  aliases: ['shell', 'cd'],
  group: 'answer',
  usage: 'open STREAM [WHAT]',
  summary: "opens a shell in the stream's pane; WHAT: shell, editor, agent, or outside of the screen",
  scope: 'stream',
  // Whoever types there acts as a person.
  personOnly: true,
  disabledReason: (call) => {
    if (call.args !== '' && !OPENED.includes(call.args)) return `Say one of: open ${OPENED.join(', open ')}.`
    return whyNoFolder(call)
  },
  run: (call) => {
    const stream = call.stream as string
    const folder = factsOf(call).workspace.path ?? ''
    const batch = currentBatch(factsOf(call))
    const isTaken = batch !== undefined && batchState(batch) === 'running'
    const text = isTaken
      ? `${batch.id} runs in ${folder}: look, and leave the writing to its agent. A workspace has one writer.`
      : folder
    const program = PROGRAMS.find((each) => each === call.args) ?? null
    const terminal = call.args === 'outside' ? {} : { terminal: { stream, program } }
    return { events: [], answer: () => ({ text, exit: 0, open: folder, ...terminal }) }
  },
}

function whyNoFolder(call: Call): string | null {
  if (factsOf(call).workspace.path) return null
  const title = findStream(call.session.plan, call.stream as string)?.title
  return `${title} has no workspace yet; it gets one when its turn is near.`
}
