import type { Attempt, Session } from '../../model/session.ts'
import { costText } from '../../routing/cost.ts'
import { costOf, spentOf } from '../../routing/spent.ts'

/** What the session has spent; empty: no agent told of anything. */
export const sessionCost = ({ usage }: Session): string => costWords(usage)

/** The same of one try. */
export const attemptCost = ({ usage }: Session, { run }: Attempt): string => {
  // What a try adds to an agent's session depends on the tries before it.
  const spent = spentOf(usage).filter((each) => each.run === run)
  return spent.length === 0 ? '' : told(costText(costOf(spent)))
}

const costWords = (usage: Session['usage']): string =>
  usage.length === 0 ? '' : told(costText(costOf(spentOf(usage))))

const told = (text: string): string => (text === 'unknown' ? 'cost unknown' : text)

/** The model of a try: the one that came back, before that the one that was asked for. */
export function attemptModel({ usage }: Session, { run, ran, routed }: Attempt): string {
  const used = usage.findLast((report) => report.run === run && report.model !== null)?.model
  const model = used ?? ran?.model ?? routed?.model
  return model ? shortName(model) : ''
}

/** `claude-opus-5-5` → `opus`: the word that tells it from its sisters. */
export function shortName(model: string): string {
  const name = model.slice(model.lastIndexOf('/') + 1)
  const words = name.split('-').filter((word) => !/^(?:claude|gpt|gemini|[\d.]+)$/.test(word))
  return words.join('-') || name
}
