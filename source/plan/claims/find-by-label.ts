import type { Plan, Stream } from '../../model/plan.ts'
import { slug } from '../slug.ts'

/** Finds the streams that a label in a timeline means: `Security`, `Stream A: Model Routing (2 days)`, `Phase 2`. */
export const labelFinder = (plan: Plan): ((label: string) => Stream[]) => {
  const byWord = indexWords(plan)
  const known = new Map<string, Stream[]>()
  const best = (text: string) => bestOf(byWord, wordsOf(text))
  const find = (label: string): Stream[] => {
    const plain = label.replace(/\([^()]*\)/g, ' ')
    const byNumber = phaseOf(plan, plain)
    if (byNumber) return byNumber
    const whole = best(plain)
    if (whole.length > 0) return whole
    const parts = plain.split(/[,;+&/]|\band\b/i).slice(0, mostParts)
    return [...new Set(parts.flatMap(best))]
  }
  return (label) => {
    const found = known.get(label) ?? find(label)
    known.set(label, found)
    return found
  }
}

const indexWords = ({ phases }: Plan): Map<string, Candidate[]> => {
  const byWord = new Map<string, Candidate[]>()
  const add = (title: string, streams: Stream[]) => {
    const candidate = { words: wordsOf(title), streams }
    for (const word of candidate.words) {
      const others = byWord.get(word)
      if (others) others.push(candidate)
      else byWord.set(word, [candidate])
    }
  }
  for (const { title, streams } of phases) {
    for (const stream of streams) add(stream.title, [stream])
    add(title, streams)
  }
  return byWord
}

interface Candidate {
  words: Set<string>
  streams: Stream[]
}

const mostParts = 8
const mostAlike = 100

const phaseOf = (plan: Plan, label: string): Stream[] | undefined => {
  const number = /^\W*phase\s(\d{1,4}(?:\.\d{1,4}){0,3})\b/i.exec(label)?.[1]
  return number === undefined
    ? undefined
    : plan.phases.find(({ id }) => id === slug(`phase-${number}`))?.streams
}

/** One has to hold all the words of the other: a word in common alone says nothing. Two that fit as well: neither. */
const bestOf = (byWord: Map<string, Candidate[]>, wanted: Set<string>): Stream[] => {
  // Of a word that a thousand names have only the first hundred are looked at: it tells them apart from nothing.
  const known = new Set([...wanted].flatMap((word) => (byWord.get(word) ?? []).slice(0, mostAlike)))
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
