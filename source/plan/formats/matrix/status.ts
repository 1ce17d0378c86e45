import type { Phase } from '../../../model/plan.ts'
import type { Finding } from '../../diagnose.ts'
import type { Block } from '../../markdown-blocks.ts'
import type { DraftPhase } from '../phases/outline.ts'

/** For each phase the line on which it calls itself complete; null where it does not. */
export const readCompletes = (blocks: Block[], drafts: DraftPhase[]): (number | null)[] => {
  const completes: (number | null)[] = drafts.map(() => null)
  let phase = -1
  for (const block of blocks) {
    if (block.kind === 'heading') {
      if (drafts[phase + 1]?.line === block.line) phase += 1
      else if (phase >= 0 && block.depth <= (drafts[phase]?.depth ?? 0)) phase = drafts.length
    } else if ((block.kind === 'text' || block.kind === 'item') && completes[phase] === null) {
      if (complete.test(block.text)) completes[phase] = block.line
    }
  }
  return completes
}

const complete = /^\*\*status:?\*\*:?\W{0,5}(?:complete|done|finished|shipped|merged)/i

/** A phase that says it is complete, with boxes that say it is not: its work would be done again. */
export const checkStatus = (phases: Phase[], completes: (number | null)[]): Finding[] =>
  phases.flatMap(({ streams }, index) => {
    const line = completes[index] ?? null
    const open = streams
      .flatMap(({ tasks }) => tasks)
      .filter(({ state }) => state === 'open' || state === 'active')
    if (line === null || open.length === 0) return []
    const tasks = open.length === 1 ? '1 box is' : `${open.length} boxes are`
    const message = `This phase calls itself complete, yet ${tasks} open: that work would be done again. Tick them, or change the status.`
    return [{ severity: 'warning', code: 'status-disagrees', message, line }]
  })

/** A phase without a list of its own has one task, and its status is all there is to tell how far that is. */
export const withStatus = (phase: Phase, complete: number | null): Phase => ({
  ...phase,
  streams: phase.streams.map((stream) => ({
    ...stream,
    tasks: stream.tasks.map((task) =>
      complete !== null && stream.tasks.length === 1 && task.line === stream.line
        ? { ...task, state: 'done' }
        : task,
    ),
  })),
})
