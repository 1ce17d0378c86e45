import { landedAt } from '../engine/landed-at.ts'
import { isLanding } from '../engine/next-event.ts'
import type { Landing, Session } from '../model/session.ts'
import { landingNamed } from './checkpoints.ts'
import { answer, type Command } from './command.ts'
import { land } from './land.ts'

export const rollback: Command = {
  name: 'rollback',
  aliases: ['roll back', 'roll back to', 'go back to'],
  group: 'loop',
  usage: 'rollback checkpoint-N|start',
  summary:
    'makes integration what it was after a checkpoint, by a new commit that is tested; nothing is erased',
  scope: 'session',
  personOnly: true,
  disabledReason: ({ session }) => {
    if (isLanding(session)) return 'A checkpoint is being put together. Roll back when it is done.'
    return session.landings.some(({ state }) => state === 'published')
      ? null
      : 'Nothing has landed yet, so there is nothing to take back.'
  },
  run: (call) => {
    const { session, args } = call
    const number = args === 'start' ? 0 : landingNamed(session, args)?.number
    if (number === undefined)
      return answer(
        "Say to which landing: 'rollback checkpoint-1', or 'rollback start'. 'checkpoints' lists them.",
        2,
      )
    const why = whyNot(session, number)
    return why === null ? land(call, 'rollback', number) : answer(why, 1)
  },
}

function whyNot({ landings }: Session, number: number): string | null {
  const last = landings.findLast(({ state }) => state === 'published') as Landing
  const target = landings.find((each) => each.number === number)
  if (target && target.state !== 'published')
    return `${target.kind}-${number} did not land: it is ${target.state}.`
  if (last.number === number) return `Integration is what ${last.kind}-${number} left: nothing to take back.`
  const { updates } = landedAt(landings, number)
  const lost = [...landedAt(landings, last.number).updates].find((update) => !updates.has(update))
  // Its commits would count as merged, so that your own changes would be undone when you take integration home.
  return lost === undefined
    ? null
    : `update-${lost} has brought changes of your base branch since, and a rollback would undo them. The earliest to go back to is update-${lost}.`
}
