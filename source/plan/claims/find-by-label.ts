import type { Plan, Stream } from '../../model/plan.ts'
import { slug } from '../slug.ts'

/** Finds the streams that a label in a timeline means: `Security`, `Stream A: Model Routing (2 days)`, `Phase 2`. */
export const labelFinder = (plan: Plan): ((label: string) => Stream[]) => {
  const known = plan.phases.flatMap(({ title, streams }) => [
    ...streams.map((stream): Candidate => ({ words: wordsOf(stream.title), streams: [stream] })),
    { words: wordsOf(title), streams },
  ])
  return (label) => {
    const plain = label.replace(/\([^()]*\)/g, ' ')
    const byNumber = phaseOf(plan, plain)
    if (byNumber) return byNumber
    const whole = bestOf(known, wordsOf(plain))
    if (whole.length > 0) return whole
    const parts = plain.split(/[,;+&/]|\band\b/i).slice(0, mostParts)
    return [...new Set(parts.flatMap((part) => bestOf(known, wordsOf(part))))]
  }
}

interface Candidate {
  words: Set<string>
  streams: Stream[]
}

const mostParts = 8

const phaseOf = (plan: Plan, label: string): Stream[] | undefined => {
  const number = /^\W*phase\s(\d{1,4}(?:\.\d{1,4}){0,3})\b/i.exec(label)?.[1]
  return number === undefined
    ? undefined
    : plan.phases.find(({ id }) => id === slug(`phase-${number}`))?.streams
}

/** One has to hold all the words of the other: a word in common alone says nothing. Two that fit as well: neither. */
const bestOf = (known: Candidate[], wanted: Set<string>): Stream[] => {
  if (wanted.size === 0) return []
  let best: { score: number; streams: Stream[] } = { score: 0, streams: [] }
  for (const { words, streams } of known) {
    const shared = [...words].filter((word) => wanted.has(word)).length
    if (shared === 0 || shared < Math.min(words.size, wanted.size)) continue
    const score = shared / (words.size + wanted.size - shared)
    if (score > best.score) best = { score, streams }
    else if (score === best.score && !isSame(streams, best.streams)) best = { score, streams: [] }
  }
  return best.streams
}

const isSame = (a: Stream[], b: Stream[]): boolean =>
  a.length === b.length && a.every((stream) => b.includes(stream))

/** `Stream A:` in front of a name says nothing more than the name, and the letters come again in other phases. */
const wordsOf = (text: string): Set<string> =>
  new Set(
    slug(text.replace(/^\W*(?:(?:work)?stream|track|phase)\s[a-z0-9.]{1,5}\s?[:–—-]/i, ''))
      .split('-')
      .filter((word) => word !== '' && !idle.has(word)),
  )

const idle = new Set(['and', 'the', 'of', 'for', 'a', 'an', 'to', 'with', 'stream', 'phase', 'all', 'hands'])
