import type { EventOf } from '../model/event.ts'
import type { Foreseen, Session } from '../model/session.ts'
import { foreseenSentence, isSettling } from './foreseen.ts'
import { say } from './patch.ts'
import type { Updated } from './update.ts'

/** A conflict is told once, and again when it reaches another file; that lines move is no news. */
export function onForeseen(before: Session, { at, pairs }: EventOf<'conflicts-foreseen'>): Updated {
  const known = (pair: Pair) => before.foreseen.find((each) => isSame(each, pair))
  const foreseen = pairs.map((pair) => ({ ...pair, since: known(pair)?.since ?? at }))
  let session: Session = { ...before, foreseen }
  for (const pair of foreseen) {
    const files = known(pair)?.files.map(({ file }) => file)
    const news = files === undefined ? pair.files : pair.files.filter(({ file }) => !files.includes(file))
    if (files !== undefined && news.length === 0) continue
    const text = foreseenSentence(session, { ...pair, files: news })
    session = say(session, at, 'orchestrator', `Conflict ahead: ${text}`, 'warn')
  }
  for (const pair of before.foreseen) {
    if (foreseen.some((each) => isSame(each, pair)) || livesOn(session, pair)) continue
    const other = pair.b ?? 'what has landed'
    session = say(session, at, 'orchestrator', `No longer in conflict: ${pair.a} and ${other}.`, 'good')
  }
  return { session, effects: [] }
}

type Pair = Pick<Foreseen, 'a' | 'b'>

const isSame = (one: Pair, other: Pair): boolean => one.a === other.a && one.b === other.b

/** The one side landed, so it is a conflict with what has landed by now, or one that is being settled. */
function livesOn({ streams, foreseen }: Session, { a, b, files }: Foreseen): boolean {
  return [a, b].some(
    (id) =>
      id !== null &&
      (isSettling(streams[id]) ||
        foreseen.some(
          (each) =>
            each.a === id &&
            each.b === null &&
            each.files.some(({ file }) => files.some((known) => known.file === file)),
        )),
  )
}
