import { batchState, currentBatch } from '../engine/batch-state.ts'
import { openConflict } from '../engine/on-conflict.ts'
import type { Answer } from '../model/message.ts'
import type { Batch } from '../model/session.ts'
import { findStream } from '../plan/stream-graph.ts'
import { answer, type Call, type Command, factsOf, type Outcome } from './command.ts'

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
    const folder = factsOf(call).workspace.path ?? ''
    const batch = currentBatch(factsOf(call))
    const conflict = openConflict(factsOf(call))
    if (conflict && conflict.resolver !== 'aborting') return openOnConflict(call, conflict)
    const isTaken = batch !== undefined && batchState(batch) === 'running'
    const text = isTaken
      ? `${batch.id} runs in ${folder}: look, and leave the writing to its agent. A workspace has one writer.`
      : folder
    return { events: [], answer: () => ({ text, exit: 0, ...opened(call) }) }
  },
}

function opened(call: Call): Pick<Answer, 'open' | 'terminal'> {
  const program = PROGRAMS.find((each) => each === call.args) ?? null
  const terminal = call.args === 'outside' ? {} : { terminal: { stream: call.stream as string, program } }
  return { open: factsOf(call).workspace.path ?? '', ...terminal }
}

/** Whoever opens a conflict resolves it: no agent is to come in between. */
function openOnConflict(call: Call, { id, files, resolver }: Batch): Outcome {
  const { at, by } = call
  const stream = call.stream as string
  const folder = factsOf(call).workspace.path ?? ''
  const text = `${folder}\nIn conflict: ${files.join(', ') || 'what is merged next'}. Resolve it there, then type 'continue'; 'abort' drops the merge, 'retry' leaves it to an agent.`
  return {
    events:
      resolver === 'person' ? [] : [{ type: 'conflict-handed', at, stream, batch: id, to: 'person', by }],
    answer: () => ({ text, exit: 0, ...opened(call) }),
  }
}

function whyNoFolder(call: Call): string | null {
  if (factsOf(call).workspace.path) return null
  const title = findStream(call.session.plan, call.stream as string)?.title
  return `${title} has no workspace yet; it gets one when its turn is near.`
}
