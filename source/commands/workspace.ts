import { batchState, currentBatch, isSettled } from '../engine/batch-state.ts'
import { openConflict, workFolder } from '../engine/on-conflict.ts'
import type { Answer } from '../model/message.ts'
import type { Batch, Session } from '../model/session.ts'
import { findStream } from '../plan/stream-graph.ts'
import { answer, type Call, type Command, factsOf, type Outcome, saidSince } from './command.ts'

export const path: Command = {
  name: 'path',
  aliases: ['where', 'folder'],
  group: 'look',
  usage: 'path STREAM',
  summary: 'prints the folder that the stream is worked on in',
  scope: 'stream',
  disabledReason: whyNoFolder,
  run: (call) => answer(folderOf(call)),
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
    const folder = folderOf(call)
    const batch = currentBatch(factsOf(call))
    const conflict = openConflict(factsOf(call))
    if (conflict && conflict.resolver !== 'aborting') return openOnConflict(call, conflict)
    const isTaken = batch !== undefined && batchState(batch) === 'running'
    const text = isTaken
      ? `${batch.id} runs in ${folder}: look, and leave the writing to its agent. A workspace has one writer.`
      : folder
    return { events: [], answer: () => ({ text, exit: 0, ...opened(call, folder) }) }
  },
}

function opened(call: Call, folder: string): Pick<Answer, 'open' | 'terminal'> {
  const program = PROGRAMS.find((each) => each === call.args) ?? null
  const terminal = call.args === 'outside' ? {} : { terminal: { stream: call.stream as string, program } }
  return { open: folder, ...terminal }
}

/** Whoever opens a conflict resolves it: no agent is to come in between. */
function openOnConflict(call: Call, { id, resolver, scratch }: Batch): Outcome {
  const { at, by } = call
  const stream = call.stream as string
  return {
    events:
      // Asked for again where its scratch worktree is not there yet.
      resolver === 'person' && scratch
        ? []
        : [{ type: 'conflict-handed', at, stream, batch: id, to: 'person', by }],
    answer: (now) => openAnswer(now, call, id),
  }
}

/** Once its scratch worktree is there, or has turned out not to be possible. */
function openAnswer(now: Session, call: Call, id: string): Answer | null {
  const stream = call.stream as string
  const batch = now.streams[stream]?.batches.find((each) => each.id === id)
  if (!batch || isSettled(batch)) return { text: `${id} is resolved by now.`, exit: 0 }
  if (batch.scratch === undefined) {
    const said = saidSince(call, now).filter(({ tone }) => tone !== 'info')
    const exit = said.some(({ tone }) => tone === 'good') ? 0 : 1
    return said.length > 0 ? { text: said.map(({ text }) => text).join('\n'), exit } : null
  }
  const text = `${batch.scratch}\nIn conflict: ${batch.files.join(', ') || 'what is merged next'}. Resolve it there, then type 'continue'; 'abort' drops the merge, 'retry' leaves it to an agent.`
  return { text, exit: 0, ...opened(call, batch.scratch) }
}

const folderOf = (call: Call): string => workFolder(factsOf(call)) ?? ''

function whyNoFolder(call: Call): string | null {
  if (factsOf(call).workspace.path) return null
  const title = findStream(call.session.plan, call.stream as string)?.title
  return `${title} has no workspace yet; it gets one when its turn is near.`
}
